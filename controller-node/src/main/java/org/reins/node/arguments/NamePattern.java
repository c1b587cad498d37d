package org.reins.node.arguments;

/**
 * The name of a section in a parameter file: the parts of a node's full name, with {@code *} for
 * any one part and {@code **} for any number of parts. The matching time is proportional to the
 * product of the lengths. A regular expression with many {@code **} would try all ways to
 * distribute the parts.
 */
final class NamePattern {
  private final String[] parts;

  /**
   * Makes a pattern.
   *
   * @param path path such as {@code /arm/safety_filter}
   */
  NamePattern(String path) {
    parts = parts(path);
  }

  private static String[] parts(String path) {
    return path.isEmpty() ? new String[0] : path.substring(1).split("/", -1);
  }

  /** Whether the pattern matches a node's full name. */
  boolean matches(String fullName) {
    String[] name = parts(fullName);
    // Element k: whether the pattern so far matches the first k parts of the name.
    boolean[] so = new boolean[name.length + 1];
    so[0] = true;
    for (String part : parts) {
      boolean[] next = new boolean[so.length];
      if (part.equals("**")) {
        for (int k = 0; k < so.length; k++) {
          next[k] = so[k] || k > 0 && next[k - 1];
        }
      } else {
        for (int k = 1; k < so.length; k++) {
          next[k] = so[k - 1] && (part.equals("*") || part.equals(name[k - 1]));
        }
      }
      so = next;
    }
    return so[name.length];
  }
}
