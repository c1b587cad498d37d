package org.reins.node.ros;

/**
 * Receives messages on a middleware thread: copy what is needed and return.
 *
 * @param <M> the message
 */
public interface MessageListener<M> {
  /** Receives one message; it is overwritten by the next one. */
  void receive(M message);
}
