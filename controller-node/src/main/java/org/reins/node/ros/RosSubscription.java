package org.reins.node.ros;

import java.util.List;

/** A subscription to one topic. */
public interface RosSubscription {
  /** Number of samples that were received but could not be decoded: counted and dropped. */
  long rejected();

  /** Number of publishers that match now. */
  int matched();

  /**
   * The nodes of the publishers that match now, such as {@code /arm/driver}, as far as the
   * middleware provides them: there may be fewer names than {@link #matched} says.
   */
  List<String> publishers();
}
