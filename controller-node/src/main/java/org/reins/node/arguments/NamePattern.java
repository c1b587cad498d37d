package org.reins.node.arguments;

/**
 * The name of a section of a parameter file: the parts of a node's full name, with {@code *} for
 * any one part and {@code **} for any number of them. Matched in time that is the product of the
 * lengths, where a regular expression with many {@code **} would try all ways to share the parts.
 */
final class NamePattern {
  private final String[] parts;

  /**
   * Makes a pattern.
   *
   * @param path as in {@code /arm/safety_filter}
   */
  NamePattern(String path) {
    parts = parts(path);
  }

  private static String[] parts(String path) {
    return path.isEmpty() ? new String[0] : path.substring(1).split("/", -1);
  }

  /** Whether it is a node's full name. */
  boolean matches(String fullName) {
    String[] name = parts(fullName);
    // Whether the pattern so far matches the first so many parts of the name.
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
