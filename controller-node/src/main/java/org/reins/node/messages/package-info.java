/**
 * The messages that Reins exchanges, with their codecs. They are allocated once. Layouts are those
 * of the ROS 2 message definitions.
 */
package org.reins.node.messages;
