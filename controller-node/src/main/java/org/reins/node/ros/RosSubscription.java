package org.reins.node.ros;

/** A subscription to one topic. */
public interface RosSubscription {
  /** Samples that were taken and were not a message of the type: counted and dropped. */
  long rejected();

  /** Publishers that match now. */
  int matched();
}
