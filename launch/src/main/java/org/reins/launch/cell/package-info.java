/** Cells on the command line: their policies, filters and loops, and the commands around them. */
package org.reins.launch.cell;
