package org.reins.node.ros;

/** A service server. */
public interface RosService {
  /**
   * Number of requests that could not be decoded, or were too many at once: counted and dropped.
   */
  long rejected();

  /** Which clients cannot be answered, as one sentence; empty if all can. */
  String limitation();

  /** Number of answers that could not be sent because no client hears them. */
  long unsent();
}
