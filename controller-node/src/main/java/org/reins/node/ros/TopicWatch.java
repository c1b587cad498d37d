package org.reins.node.ros;

/**
 * Sees who else publishes on a topic, until it is closed. It costs this node's own publishers
 * nothing.
 */
public interface TopicWatch extends AutoCloseable {
  /** Publishers of other nodes, as far as they are known by now. */
  int others();

  @Override
  void close();
}
