package org.reins.node.ros;

/**
 * A subscription whose transport has no thread of its own to wake the reader up: the reader asks
 * for messages. Until it asks, a slower thread of the transport delivers them.
 */
public interface PolledSubscription extends RosSubscription {
  /**
   * Delivers a message to the listener on the calling thread, if there is a new one. Does not wait
   * and does not allocate.
   */
  void poll();

  /**
   * Waits until a message is likely there, or for a time at most. May wait actively; allocates
   * nothing.
   *
   * @param nanos longest time, ns
   */
  void pause(long nanos);
}
