package org.reins.node.ros;

/**
 * Takes messages on a thread of the middleware, learns who sent each, and sees those that were
 * refused: copy what is needed and return.
 *
 * @param <M> the message
 */
public interface SampleListener<M> {
  /**
   * Takes one message; it is overwritten by the next one.
   *
   * @param sender stands for the publisher, the same number for all of its messages; 0 where the
   *     middleware does not tell
   */
  void receive(M message, long sender);

  /**
   * Learns of a sample that the type's codec did not take.
   *
   * @param message what the codec left there: of use only as far as its type says so
   * @param sender as in {@link #receive}
   */
  void refused(M message, long sender);

  /** Takes messages only, whoever sends them. */
  static <M> SampleListener<M> of(MessageListener<M> listener) {
    return new SampleListener<>() {
      @Override
      public void receive(M message, long sender) {
        listener.receive(message);
      }

      @Override
      public void refused(M message, long sender) {
        // Whoever counts them asks the subscription.
      }
    };
  }
}
