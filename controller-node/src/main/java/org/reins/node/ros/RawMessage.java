package org.reins.node.ros;

/**
 * A message of which only the bytes are of interest, for those who pass it on. They are the bytes
 * on the wire, of either byte order, with the encapsulation header.
 */
public final class RawMessage {
  /** The bytes; a new array for each message, never changed afterwards. Empty before the first. */
  public byte[] bytes = {};

  /**
   * The type of such messages; for subscriptions only.
   *
   * @param name on the wire
   * @param maxSize largest encoded size that is accepted, bytes
   */
  public static MessageType<RawMessage> type(String name, int maxSize) {
    return new MessageType<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public int maxSize() {
        return maxSize;
      }

      @Override
      public RawMessage create() {
        return new RawMessage();
      }

      @Override
      public void write(RawMessage message, CdrWriter out) {
        throw new UnsupportedOperationException("raw messages of " + name + " are only received");
      }

      @Override
      public boolean read(CdrReader in, RawMessage message) {
        message.bytes = in.whole();
        return true;
      }
    };
  }
}
