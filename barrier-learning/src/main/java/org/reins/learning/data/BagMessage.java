package org.reins.learning.data;

import java.nio.file.Path;

/**
 * One message of a bag.
 *
 * @param type message type, such as {@code sensor_msgs/msg/JointState}
 * @param time recording time, ns
 * @param data in the encoding; not to be modified
 * @param encoding of the data, such as cdr
 */
record BagMessage(String topic, String type, long time, byte[] data, String encoding) {
  private static final String CDR = "cdr";

  /** A message in CDR. */
  BagMessage(String topic, String type, long time, byte[] data) {
    this(topic, type, time, data, CDR);
  }

  /**
   * The message in CDR, unpacked where rosbag2 compressed it alone.
   *
   * @param bag the bag, for messages
   * @throws DataException if it is in another encoding, or does not unpack
   */
  byte[] cdr(Path bag) {
    if (!encoding.equals(CDR)) {
      throw new DataException(
          "bag " + bag + ": topic " + topic + " is encoded as " + encoding + ": it must be cdr");
    }
    return PackedMessage.unpacked(data, bag, topic);
  }

  /** Receives the messages of a bag in order of time. */
  interface Reader {
    /** Receives one message. */
    void take(BagMessage message);

    /** Whether no more messages are wanted. */
    default boolean isDone() {
      return false;
    }
  }

  /** Takes one message, for its time. */
  static final class First implements Reader {
    private Long time;

    @Override
    public void take(BagMessage message) {
      if (time == null) {
        time = message.time();
      }
    }

    @Override
    public boolean isDone() {
      return time != null;
    }

    /** The time of the first message, ns; the largest number if there is none. */
    long time() {
      return time == null ? Long.MAX_VALUE : time;
    }
  }
}
