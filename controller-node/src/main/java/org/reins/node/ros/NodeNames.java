package org.reins.node.ros;

import java.util.List;

/**
 * The name of a node, and the names of its topics and services on the graph.
 *
 * @param node its name
 * @param remappings rules; the first match is used
 */
public record NodeNames(NodeName node, List<Remapping> remappings) {
  /** Copies the rules. */
  public NodeNames {
    remappings = List.copyOf(remappings);
  }

  /** A node in the root namespace, without rules. */
  public static NodeNames of(String name) {
    return new NodeNames(NodeName.of(name), List.of());
  }

  /**
   * The absolute name of a topic or service.
   *
   * @throws IllegalArgumentException if ROS 2 does not allow the name
   */
  public String resolve(String topic) {
    String expanded = node.expand(topic);
    for (Remapping r : remappings) {
      if (r.matches(node, expanded)) {
        return node.expand(r.to());
      }
    }
    return expanded;
  }
}
