package org.reins.node.parameters;

import java.util.Locale;

/** Types of parameters, with the numbers of {@code rcl_interfaces/ParameterType}. */
public enum ParameterType {
  /** No value. */
  NOT_SET(0),
  /** A boolean. */
  BOOL(1),
  /** A 64-bit integer. */
  INTEGER(2),
  /** A double. */
  DOUBLE(3),
  /** A string. */
  STRING(4),
  /** Bytes. */
  BYTE_ARRAY(5),
  /** Booleans. */
  BOOL_ARRAY(6),
  /** Integers. */
  INTEGER_ARRAY(7),
  /** Doubles. */
  DOUBLE_ARRAY(8),
  /** Strings. */
  STRING_ARRAY(9);

  private static final ParameterType[] ALL = values();

  private final int code;

  ParameterType(int code) {
    this.code = code;
  }

  /** Its number in {@code rcl_interfaces/ParameterType}. */
  public int code() {
    return code;
  }

  /**
   * The type of a number.
   *
   * @return null when there is none
   */
  public static ParameterType of(int code) {
    for (ParameterType one : ALL) {
      if (one.code == code) {
        return one;
      }
    }
    return null;
  }

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
