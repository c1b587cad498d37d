/**
 * ROS 2 parameters: declared in one file a node, validated on a copy, swapped in whole, and served
 * as {@code rcl_interfaces} has it.
 */
package org.reins.node.parameters;
