/** Threads, clocks and faults of a node's process. */
package org.reins.node.process;
