/** Records data sets from a running graph. */
package org.reins.launch.record;
