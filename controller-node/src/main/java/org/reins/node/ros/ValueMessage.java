package org.reins.node.ros;

/**
 * A message that carries an immutable value, for topics off the control thread.
 *
 * @param <T> the value
 */
public final class ValueMessage<T> {
  /** The value; null before the first one. */
  public T value;

  /**
   * The type of such messages.
   *
   * @param name on the wire
   * @param maxSize largest encoded size that is sent or accepted, bytes
   */
  public static <T> MessageType<ValueMessage<T>> type(String name, int maxSize, Codec<T> codec) {
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
      public ValueMessage<T> create() {
        return new ValueMessage<>();
      }

      @Override
      public void write(ValueMessage<T> message, CdrWriter out) {
        codec.write(message.value, out);
      }

      @Override
      public boolean read(CdrReader in, ValueMessage<T> message) {
        message.value = codec.read(in);
        return in.ok();
      }
    };
  }
}
