/**
 * Foxglove's WebSocket protocol, so that Foxglove and other clients of it plot topics, read and set
 * parameters and call services. It runs with the live page, in the page's process, and hears the
 * graph as any ROS client does.
 */
package org.reins.node.foxglove;
