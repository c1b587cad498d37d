package org.reins.node.ros;

/**
 * One rule {@code [node:]from:=to} for topics and services.
 *
 * @param node the only node to which it applies, by its plain name; empty for all
 * @param from the name that the code uses, relative, private or absolute
 * @param to the name to use instead
 */
public record Remapping(String node, String from, String to) {
  /** Whether it applies to this node and this expanded name. */
  boolean matches(NodeName name, String expanded) {
    return (node.isEmpty() || node.equals(name.name())) && name.expand(from).equals(expanded);
  }
}
