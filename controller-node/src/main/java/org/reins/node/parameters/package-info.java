/**
 * ROS 2 parameters. They are declared in one file per node, validated on a copy, swapped in
 * completely, and served according to {@code rcl_interfaces}.
 */
package org.reins.node.parameters;
