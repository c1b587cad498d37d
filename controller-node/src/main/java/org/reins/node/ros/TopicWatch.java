package org.reins.node.ros;

import java.util.List;

/**
 * Watches which other nodes publish on a topic, until it is closed. It does not affect this node's
 * own publishers.
 */
public interface TopicWatch extends AutoCloseable {
  /** Number of publishers of other nodes known so far. */
  int others();

  /**
   * The nodes of these publishers, such as {@code /arm/driver}, as far as the middleware provides
   * them: there may be fewer names than {@link #others} says.
   */
  List<String> publishers();

  @Override
  void close();
}
