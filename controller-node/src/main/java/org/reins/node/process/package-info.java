/** Threads, clocks and faults of a process that is a node. */
package org.reins.node.process;
