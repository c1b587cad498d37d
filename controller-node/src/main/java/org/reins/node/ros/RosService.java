package org.reins.node.ros;

/** A service that answers. */
public interface RosService {
  /** Requests that were no such request, or too many at once: counted and dropped. */
  long rejected();

  /** Answers that could not be sent, for want of a client that hears them. */
  long unsent();
}
