/** The reins command line and what it starts. */
package org.reins.launch;
