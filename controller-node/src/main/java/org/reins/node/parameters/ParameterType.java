package org.reins.node.parameters;

import java.util.Locale;

/** Types of parameters, in the order of {@code rcl_interfaces/ParameterType}. */
public enum ParameterType {
  /** No value. */
  NOT_SET,
  /** A boolean. */
  BOOL,
  /** A 64-bit integer. */
  INTEGER,
  /** A double. */
  DOUBLE,
  /** A string. */
  STRING,
  /** Bytes. */
  BYTE_ARRAY,
  /** Booleans. */
  BOOL_ARRAY,
  /** Integers. */
  INTEGER_ARRAY,
  /** Doubles. */
  DOUBLE_ARRAY,
  /** Strings. */
  STRING_ARRAY;

  /**
   * The type that a specification file names as generate_parameter_library does: bool, int, double,
   * string, and each with {@code _array}.
   *
   * @throws ParameterException when it is none of them
   */
  static ParameterType named(String text) {
    String name = text.startsWith("int") ? text.replaceFirst("^int", "integer") : text;
    for (ParameterType t : values()) {
      if (t != NOT_SET && t != BYTE_ARRAY && t.name().equalsIgnoreCase(name)) {
        return t;
      }
    }
    throw new ParameterException(
        "type is " + text + ": allowed are bool, int, double, string, and each with _array");
  }

  /** For people, such as "a double". */
  public String words() {
    String name = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return (name.startsWith("i") ? "an " : "a ") + name;
  }
}
