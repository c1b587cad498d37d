package org.reins.node.ros;

/**
 * A ROS 2 message type with its hand-written CDR codec over a mutable message that is allocated
 * once. A node may have several topics of the same type name with messages of different lengths.
 * The codec must then depend only on the message, because the middleware may keep one codec per
 * name.
 *
 * @param <M> the message
 */
public interface MessageType<M> {
  /** Type name on the wire, such as {@code sensor_msgs::msg::dds_::JointState_}. */
  String name();

  /** Largest encoded size that is sent or accepted, bytes, encapsulation header included. */
  int maxSize();

  /** Creates an empty message. */
  M create();

  /** Encodes a message. */
  void write(M message, CdrWriter out);

  /**
   * Decodes a message in place. Never throws on bad bytes: the reader records the error.
   *
   * @return false if the bytes are not a message of this type, or hold more than the message has
   *     space for; its contents are then invalid
   */
  boolean read(CdrReader in, M message);
}
