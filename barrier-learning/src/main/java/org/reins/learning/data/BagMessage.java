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
