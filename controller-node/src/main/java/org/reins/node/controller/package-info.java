/**
 * The robot's own ros2_control controller as a transport: states, commands and references over
 * shared memory, without the middleware.
 */
package org.reins.node.controller;
