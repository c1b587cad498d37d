/**
 * Assembles the nodes of Reins from their parameters and files, and starts them. These nodes run
 * with a robot and need neither simulators nor training.
 */
package org.reins.node.assembly;
