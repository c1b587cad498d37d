package org.reins.node.foxglove;

import java.util.Set;

/**
 * Feeds channels while somebody subscribes to them. A channel that nobody wants must not cost the
 * robot anything.
 */
public interface TopicSource {
  /**
   * Says which of its channels are wanted now; called after each change, on one thread of the
   * server. May take a second.
   *
   * @param wanted channels with a subscription; empty when the last one has ended
   */
  void want(Set<Channel> wanted);

  /** What is known of the graph; must not wait. */
  ConnectionGraph graph();
}
