package org.reins.node.ros;

import java.util.regex.Pattern;

/**
 * The name of a node in its namespace.
 *
 * @param namespace {@code /} or {@code /arm/left}: absolute, without a slash at its end
 * @param name letters, digits and underscores, no digit first
 */
public record NodeName(String namespace, String name) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  // The middleware's limit; in addition, the pattern below recurses over the parts of a name.
  private static final int LONGEST = 255;
  private static final Pattern NAMESPACE = Pattern.compile("/|(/[A-Za-z_][A-Za-z0-9_]*)+");

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException naming the part that ROS 2 does not allow
   */
  public NodeName {
    if (name.length() > LONGEST || namespace.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a node's name and namespace have "
              + name.length()
              + " and "
              + namespace.length()
              + " characters: allowed are up to "
              + LONGEST);
    }
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "node name is \"" + name + "\": allowed are letters, digits and _, no digit first");
    }
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "namespace is \""
              + namespace
              + "\": it must be / or begin with / and consist of names with single slashes between");
    }
  }

  /** A node in the root namespace. */
  public static NodeName of(String name) {
    return new NodeName("/", name);
  }

  /** Namespace and name, such as {@code /arm/safety_filter}. */
  public String full() {
    return (namespace.equals("/") ? "" : namespace) + "/" + name;
  }

  /**
   * Expands a topic or service name: {@code ~/x} below the node, {@code /x} unchanged, {@code x} in
   * the namespace.
   *
   * @throws IllegalArgumentException if ROS 2 does not allow the name
   */
  public String expand(String topic) {
    String full;
    if (topic.startsWith("~/")) {
      full = full() + topic.substring(1);
    } else if (topic.startsWith("/")) {
      full = topic;
    } else {
      full = (namespace.equals("/") ? "" : namespace) + "/" + topic;
    }
    if (full.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a topic or service name has "
              + full.length()
              + " characters: allowed are up to "
              + LONGEST);
    }
    if (!NAMESPACE.matcher(full).matches() || full.equals("/")) {
      throw new IllegalArgumentException(
          "topic or service name is \""
              + topic
              + "\": allowed are names of letters, digits and _ with single slashes between");
    }
    return full;
  }
}
