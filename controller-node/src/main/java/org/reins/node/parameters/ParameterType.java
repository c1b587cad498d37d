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
   * The type with a name in the style of generate_parameter_library: bool, int, double, string, and
   * each with {@code _array}.
   *
   * @throws ParameterException if there is no type with this name
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

  /** In words, such as "a double". */
  public String words() {
    String name = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return (name.startsWith("i") ? "an " : "a ") + name;
  }
}
