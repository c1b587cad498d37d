package org.reins.node.foxglove;

import java.util.List;
import java.util.Map;

/**
 * Who publishes, subscribes to and serves what, by full names of topics, services and nodes.
 *
 * @param publishers nodes that publish on each topic
 * @param subscribers nodes that subscribe to each topic
 * @param providers nodes that serve each service
 */
public record ConnectionGraph(
    Map<String, List<String>> publishers,
    Map<String, List<String>> subscribers,
    Map<String, List<String>> providers) {
  /** Nothing is known. */
  public static final ConnectionGraph EMPTY = new ConnectionGraph(Map.of(), Map.of(), Map.of());

  /** Copies. */
  public ConnectionGraph {
    publishers = Map.copyOf(publishers);
    subscribers = Map.copyOf(subscribers);
    providers = Map.copyOf(providers);
  }

  /** The protocol's message that says so; equal graphs have equal texts. */
  String json() {
    return FoxgloveJson.graph(this);
  }
}
