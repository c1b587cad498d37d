package org.reins.node.ros;

/** A service that answers. */
public interface RosService {
  /** Requests that were no such request, or too many at once: counted and dropped. */
  long rejected();

  /** Which clients cannot be answered, as one sentence; empty when all can. */
  String limitation();

  /** Answers that could not be sent, for want of a client that hears them. */
  long unsent();
}
