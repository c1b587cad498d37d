package org.reins.node.arguments;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What rcl makes of a YAML scalar that is not in quotes, in parameter files and after {@code -p}:
 * the booleans of YAML 1.1, integers as C reads them (also 0x10 and 010), numbers as C reads them,
 * otherwise a text. There is no null: {@code ~} is a text.
 */
final class RclScalar {
  private static final Set<String> YES =
      Set.of("Y", "y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> NO =
      Set.of("N", "n", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Pattern INTEGER =
      Pattern.compile("([+-]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*))");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile(
          "[+-]?0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)([pP][+-]?[0-9]+)?");
  private static final Pattern INFINITE = Pattern.compile("(?i)[+-]?(?:inf|infinity)");
  private static final Pattern NOT_A_NUMBER = Pattern.compile("(?i)[+-]?nan");
  // With a dot before the word, only these spellings count.
  private static final Pattern DOTTED =
      Pattern.compile("[+-]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
  private static final int LONGEST_NUMBER = 1_000;

  private RclScalar() {}

  /**
   * The value of a scalar.
   *
   * @return a Boolean, Long, Double or String; null for an empty scalar, which rcl refuses
   */
  static Object value(String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (YES.contains(text) || NO.contains(text)) {
      return YES.contains(text);
    }
    if (text.length() > LONGEST_NUMBER) {
      return text;
    }
    Object number = integer(text);
    number = number == null ? real(text) : number;
    return number == null ? text : number;
  }

  private static Long integer(String text) {
    var m = INTEGER.matcher(text);
    if (!m.matches()) {
      return null;
    }
    String digits;
    int radix;
    if (m.group(2) != null) {
      digits = m.group(2);
      radix = 16;
    } else if (m.group(4) != null) {
      digits = m.group(4);
      radix = 10;
    } else {
      digits = "0" + m.group(3);
      radix = 8;
    }
    try {
      return Long.valueOf(m.group(1) + digits, radix);
    } catch (NumberFormatException e) {
      // Out of range: C, too, then reads a number with a fraction.
      return null;
    }
  }

  private static Double real(String text) {
    if (INFINITE.matcher(text).matches() || DOTTED.matcher(text).matches()) {
      boolean infinite = text.toLowerCase(java.util.Locale.ROOT).contains("i");
      double sign = text.startsWith("-") ? -1 : 1;
      return infinite ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    if (NOT_A_NUMBER.matcher(text).matches()) {
      return Double.NaN;
    }
    var hexadecimal = HEXADECIMAL.matcher(text);
    double value;
    if (NUMBER.matcher(text).matches()) {
      value = Double.parseDouble(text);
    } else if (hexadecimal.matches()) {
      value = Double.parseDouble(hexadecimal.group(1) == null ? text + "p0" : text);
    } else {
      return null;
    }
    // Out of range is a text for rcl.
    return Double.isInfinite(value) ? null : Double.valueOf(value);
  }
}
