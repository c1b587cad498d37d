/** Nodes as separate processes, on a free DDS domain. */
package org.reins.launch.process;
