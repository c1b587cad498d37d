/**
 * The life of a managed node as ROS 2 has it: states, transitions, and the services that drive
 * them.
 */
package org.reins.node.lifecycle;
