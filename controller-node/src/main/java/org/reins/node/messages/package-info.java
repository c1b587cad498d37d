/**
 * The messages that Reins exchanges, allocated once, with their codecs. Layouts are those of the
 * ROS 2 message definitions.
 */
package org.reins.node.messages;
