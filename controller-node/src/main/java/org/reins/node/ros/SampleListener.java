package org.reins.node.ros;

/**
 * Receives messages on a middleware thread, with the sender of each, and refused samples: copy what
 * is needed and return.
 *
 * @param <M> the message
 */
public interface SampleListener<M> {
  /**
   * Receives one message; it is overwritten by the next one.
   *
   * @param sender identifies the publisher, the same number for all of its messages; 0 if the
   *     middleware does not provide it
   */
  void receive(M message, long sender);

  /**
   * Receives a sample that the type's codec refused.
   *
   * @param message partly decoded; valid only as far as its type says so
   * @param sender as in {@link #receive}
   */
  void refused(M message, long sender);

  /** A listener that only receives messages, from any sender. */
  static <M> SampleListener<M> of(MessageListener<M> listener) {
    return new SampleListener<>() {
      @Override
      public void receive(M message, long sender) {
        listener.receive(message);
      }

      @Override
      public void refused(M message, long sender) {
        // The subscription counts them.
      }
    };
  }
}
