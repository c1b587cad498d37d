package org.reins.filter.contract;

import java.util.Locale;

/** Numbers in sentences. */
public final class Sentences {
  private Sentences() {}

  /** Formats as {@link String#format} does, without zeros at the end of fractions. */
  public static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values)
        .replaceAll("(\\.\\d*[1-9])0+(?!\\d)", "$1")
        .replaceAll("(?<=\\d)\\.0+(?!\\d)", "");
  }
}
