package org.reins.node.ros;

import java.util.List;

/**
 * What a node is called, and what its topics and services are called on the graph.
 *
 * @param node its name
 * @param remappings rules; the first that matches counts
 */
public record NodeNames(NodeName node, List<Remapping> remappings) {
  /** Takes a copy of the rules. */
  public NodeNames {
    remappings = List.copyOf(remappings);
  }

  /** In the root namespace, without rules. */
  public static NodeNames of(String name) {
    return new NodeNames(NodeName.of(name), List.of());
  }

  /**
   * The absolute name of a topic or service.
   *
   * @throws IllegalArgumentException when the name is none that ROS 2 allows
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
