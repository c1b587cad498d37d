package org.reins.node.ros;

/**
 * A ROS 2 message type with its hand-written CDR codec over a mutable message that is allocated
 * once. A node may have topics of one name of type with messages of different lengths, but the
 * codec must then go by the message: middleware may keep one codec a name.
 *
 * @param <M> the message
 */
public interface MessageType<M> {
  /** Type name on the wire, such as {@code sensor_msgs::msg::dds_::JointState_}. */
  String name();

  /** Largest encoded size that is sent or accepted, bytes, encapsulation header included. */
  int maxSize();

  /** Makes an empty message. */
  M create();

  /** Encodes a message. */
  void write(M message, CdrWriter out);

  /**
   * Decodes a message in place. Never throws on bad bytes: the reader remembers.
   *
   * @return false when the bytes are not such a message, or hold more than the message has room
   *     for; its contents are then of no use
   */
  boolean read(CdrReader in, M message);
}
