package org.reins.node.ros;

import java.util.List;

/**
 * Sees who else publishes on a topic, until it is closed. It costs this node's own publishers
 * nothing.
 */
public interface TopicWatch extends AutoCloseable {
  /** Publishers of other nodes, as far as they are known by now. */
  int others();

  /**
   * The nodes of these publishers, such as {@code /arm/driver}, as far as the middleware tells:
   * there may be fewer names than {@link #others} says.
   */
  List<String> publishers();

  @Override
  void close();
}
