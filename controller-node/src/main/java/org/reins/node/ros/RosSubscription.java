package org.reins.node.ros;

import java.util.List;

/** A subscription to one topic. */
public interface RosSubscription {
  /** Samples that were taken and were not a message of the type: counted and dropped. */
  long rejected();

  /** Publishers that match now. */
  int matched();

  /**
   * The nodes of the publishers that match now, such as {@code /arm/driver}, as far as the
   * middleware tells: there may be fewer names than {@link #matched} says.
   */
  List<String> publishers();
}
