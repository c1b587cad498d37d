package org.reins.node.foxglove;

import org.reins.node.record.Definitions;
import org.reins.node.ros.Qos;

/**
 * A topic of the graph that clients can subscribe to.
 *
 * @param name of the topic, relative names in the namespace of the listening node
 * @param schemaName type, such as {@code sensor_msgs/msg/JointState}; its definition is among ours
 * @param qos of the subscription
 */
record RosTopic(String name, String schemaName, Qos qos) {
  /** Messages are rarely larger; larger ones are not received. */
  static final int MOST_BYTES = 32 * 1024;

  /** The ros2msg definition. */
  String definition() {
    return Definitions.of(schemaName.substring(schemaName.lastIndexOf('/') + 1));
  }

  /** Name of the type on the wire, such as {@code sensor_msgs::msg::dds_::JointState_}. */
  String wireName() {
    String[] parts = schemaName.split("/", -1);
    return parts[0] + "::msg::dds_::" + parts[2] + "_";
  }

  /** Whether a late subscriber gets the last message: the sender keeps one for it. */
  boolean keeps() {
    return qos == Qos.LATCHED;
  }
}
