package org.reins.robot.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * YAML that other programs wrote and read. Python's and C++'s libraries take more scalars for
 * numbers and truth values than YAML 1.2 does, such as {@code .5}, {@code +1}, {@code True} and
 * {@code ~}, and let a mapping take over the entries of another one with {@code <<}.
 */
final class ForeignYaml {
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL", "None");
  private static final Set<String> YES =
      Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON");
  private static final Set<String> NO =
      Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF");
  // A leading zero means eight as the base to some readers, so such a text is no number here.
  private static final String DIGITS = "(?:0|[1-9][0-9]*)";
  private static final Pattern WHOLE = Pattern.compile("[-+]?" + DIGITS);
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:" + DIGITS + "(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(?:inf|Inf|INF)");
  private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(?:nan|NaN|NAN)");
  private static final String MERGE = "<<";

  private ForeignYaml() {}

  /**
   * Loads a document.
   *
   * @param label name of the document, for messages
   * @throws IllegalArgumentException with one sentence for the user, which starts with the label
   */
  static Object load(String label, String yaml) {
    return merged(BoundedYaml.load(label, yaml, ForeignYaml::scalar));
  }

  /** The value of a scalar that is not in quotes. */
  static Object scalar(String text) {
    if (NOTHING.contains(text)) {
      return null;
    }
    if (YES.contains(text) || NO.contains(text)) {
      return YES.contains(text);
    }
    if (WHOLE.matcher(text).matches()) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        return Double.parseDouble(text);
      }
    }
    if (NUMBER.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    if (INFINITE.matcher(text).matches()) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return NOT_A_NUMBER.matcher(text).matches() ? (Object) Double.NaN : text;
  }

  /** The document with the entries that its mappings take over; own entries go first. */
  private static Object merged(Object value) {
    if (value instanceof List<?> list) {
      List<Object> all = new ArrayList<>();
      list.forEach(v -> all.add(merged(v)));
      return all;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<Object, Object> all = new LinkedHashMap<>();
    map.forEach((k, v) -> all.put(k, merged(v)));
    Object taken = all.remove(MERGE);
    if (taken instanceof Map<?, ?> one) {
      one.forEach(all::putIfAbsent);
    } else if (taken instanceof List<?> several) {
      for (Object each : several) {
        if (each instanceof Map<?, ?> one) {
          one.forEach(all::putIfAbsent);
        }
      }
    }
    return all;
  }
}
