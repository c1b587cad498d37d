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
   * @param message not retained
   * @return false if the middleware refused it
   */
  boolean publish(M message);

  /** Number of subscriptions that match now, without those of the same node. */
  int matched();
}
