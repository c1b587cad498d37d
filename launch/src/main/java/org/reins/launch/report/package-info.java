/** Progress on a terminal. */
package org.reins.launch.report;
