/**
 * The middleware port: what the nodes need from ROS 2, as separate interfaces. No class of a
 * middleware appears outside its adapter.
 */
package org.reins.node.ros;
