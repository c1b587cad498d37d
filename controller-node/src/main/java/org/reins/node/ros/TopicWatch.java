package org.reins.node.ros;

/** Sees who publishes on a topic, until it is closed. */
public interface TopicWatch extends AutoCloseable {
  /** Publishers anywhere on the graph, as far as they are known, this node's own included. */
  int publishers();

  @Override
  void close();
}
