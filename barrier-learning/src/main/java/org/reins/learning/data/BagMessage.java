package org.reins.learning.data;

/**
 * One message of a bag.
 *
 * @param type as in {@code sensor_msgs/msg/JointState}
 * @param time when it was recorded, ns
 * @param data in CDR; not to be modified
 */
record BagMessage(String topic, String type, long time, byte[] data) {
  /** Takes the messages of a bag in their order in time. */
  interface Reader {
    /** Takes one. */
    void take(BagMessage message);
  }
}
