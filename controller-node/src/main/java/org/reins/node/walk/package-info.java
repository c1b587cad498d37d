/**
 * A legged robot on the graph: measurements in, the twist and the torques filtered, motor commands
 * out.
 */
package org.reins.node.walk;
