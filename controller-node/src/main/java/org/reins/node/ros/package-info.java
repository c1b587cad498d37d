/**
 * The middleware port: what the nodes need of ROS 2, in our own words. No class of a middleware
 * leaks through it.
 */
package org.reins.node.ros;
