/** Nodes as processes of their own, on a DDS domain that is free. */
package org.reins.launch.process;
