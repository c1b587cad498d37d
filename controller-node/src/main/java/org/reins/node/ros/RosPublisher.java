package org.reins.node.ros;

/**
 * Sends messages on one topic.
 *
 * @param <M> the message
 */
public interface RosPublisher<M> {
  /**
   * Sends a message. Does not throw and does not allocate.
   *
   * @param message not kept
   * @return false when the middleware refused it
   */
  boolean publish(M message);

  /** Subscriptions that match now; those of the same node are none. */
  int matched();
}
