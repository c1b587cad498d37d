package org.reins.node.record;

import org.reins.node.ros.MessageType;

/**
 * A topic that is recorded as official tools know it.
 *
 * @param name absolute
 * @param schema name of its type, such as sensor_msgs/msg/JointState
 * @param definition its ros2msg definition, with those of its parts
 * @param type encodes it
 * @param <M> the message
 */
public record StandardTopic<M>(
    String name, String schema, String definition, MessageType<M> type) {}
