package org.reins.node.foxglove;

/**
 * A topic that clients can subscribe to. Its messages are CDR.
 *
 * @param id number in the protocol, 32 bits, unique within a server
 * @param topic full name, such as {@code /joint_states}
 * @param schemaName type, such as {@code sensor_msgs/msg/JointState}
 * @param schema its ros2msg definition, with those of its parts
 * @param latched whether a late subscriber gets the last message, and only the last one matters
 */
public record Channel(int id, String topic, String schemaName, String schema, boolean latched) {}
