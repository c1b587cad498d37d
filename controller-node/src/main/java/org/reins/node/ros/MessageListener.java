package org.reins.node.ros;

/**
 * Takes messages on a thread of the middleware: copy what is needed and return.
 *
 * @param <M> the message
 */
public interface MessageListener<M> {
  /** Takes one message; it is overwritten by the next one. */
  void receive(M message);
}
