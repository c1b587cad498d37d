package org.reins.learning.data;

/**
 * One message of a bag.
 *
 * @param type message type, such as {@code sensor_msgs/msg/JointState}
 * @param time recording time, ns
 * @param data in CDR; not to be modified
 */
record BagMessage(String topic, String type, long time, byte[] data) {
  /** Receives the messages of a bag in order of time. */
  interface Reader {
    /** Receives one message. */
    void take(BagMessage message);
  }
}
