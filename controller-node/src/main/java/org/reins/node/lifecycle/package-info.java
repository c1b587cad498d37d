/**
 * The lifecycle of a managed node of ROS 2: states, transitions, and the services that drive them.
 */
package org.reins.node.lifecycle;
