package org.reins.learning.data;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Numbers the episodes of a recording without loss: two episodes get the same number only if the
 * file names them alike. A whole number that fits is kept. Larger numbers, fractions, names, and
 * numbers with other zeros in front than the rest get numbers of their own, far below zero, in the
 * order in which they appear.
 */
final class EpisodeNumbers {
  /** Smaller numbers are given to what does not fit. */
  private static final long SMALLEST_KEPT = -(1L << 30);

  private static final int MOST_GIVEN = 1 << 22;
  private static final int LONGEST_NAME = 200;
  private static final Set<String> ENDS =
      Set.of(
          "done",
          "dones",
          "terminal",
          "terminals",
          "terminated",
          "truncated",
          "timeout",
          "timeouts");
  private static final Set<String> NOTHING = Set.of("", "nan", "none", "null", "na");
  private static final double EXACT_FLOAT = 1L << 24;
  private static final double EXACT_DOUBLE = 1L << 53;

  private final Path path;
  private final Map<Object, Integer> given = new HashMap<>();
  private final PaddedNumbers padded = new PaddedNumbers();
  private String firstText;
  private boolean numeric;
  private String lastText;
  private int last;

  EpisodeNumbers(Path path) {
    this.path = path;
  }

  /** Whether the name of a column suggests that it numbers the episodes. */
  static boolean seemsToName(String column) {
    String name = column.toLowerCase(Locale.ROOT);
    return !name.startsWith("state.")
        && !name.startsWith("action.")
        && (name.contains("episode") || name.contains("traj") || name.contains("rollout"));
  }

  /** Whether a column seems to say where episodes end. */
  static boolean seemsToEnd(String column) {
    return ENDS.contains(column.toLowerCase(Locale.ROOT));
  }

  /**
   * The number of an episode.
   *
   * @param name a number or a text, as in the file
   * @param row for messages
   */
  int of(Object name, long row) {
    if (name instanceof Float || name instanceof Double) {
      double d = ((Number) name).doubleValue();
      requireExact(d, name instanceof Float ? EXACT_FLOAT : EXACT_DOUBLE, row);
      return number(BigDecimal.valueOf(d));
    }
    if (name instanceof Byte
        || name instanceof Short
        || name instanceof Integer
        || name instanceof Long) {
      long whole = ((Number) name).longValue();
      return fits(whole) ? (int) whole : number(BigDecimal.valueOf(whole));
    }
    return text(String.valueOf(name).strip(), row);
  }

  private void requireExact(double d, double limit, long row) {
    if (!Double.isFinite(d)) {
      throw wrong("episode in row " + row + " is " + d + ": it must be a number or a name");
    }
    if (Math.abs(d) >= limit) {
      throw wrong(
          "episode in row "
              + row
              + " is "
              + d
              + " as a floating-point number, which neighbours share: allowed is below "
              + (long) limit
              + "; write episodes as int64");
    }
  }

  private int text(String text, long row) {
    if (text.equals(lastText)) {
      return last;
    }
    if (NOTHING.contains(text.toLowerCase(Locale.ROOT))) {
      throw wrong(
          "row " + row + " contains '" + text + "' as its episode: it must be a number or a name");
    }
    if (text.length() > LONGEST_NAME) {
      throw wrong(
          "episode in row "
              + row
              + " has a name of "
              + text.length()
              + " characters: allowed are up to "
              + LONGEST_NAME);
    }
    BigDecimal number = decimal(text);
    if (firstText == null) {
      firstText = text;
      numeric = number != null;
    } else if (numeric != (number != null)) {
      throw wrong(
          "row "
              + row
              + " contains '"
              + text
              + "' as its episode after '"
              + firstText
              + "': it must be "
              + (numeric ? "a number" : "a name")
              + " in all rows");
    }
    // 01 and 1 are two names of two episodes.
    last = number == null || !padded.fits(text) ? given(text) : number(number);
    lastText = text;
    return last;
  }

  private static BigDecimal decimal(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private int number(BigDecimal number) {
    try {
      long whole = number.longValueExact();
      if (fits(whole)) {
        return (int) whole;
      }
    } catch (ArithmeticException e) {
      // A fraction, or beyond 64 bits.
      return given(number.stripTrailingZeros());
    }
    return given(number.stripTrailingZeros());
  }

  private static boolean fits(long whole) {
    return whole >= SMALLEST_KEPT && whole <= Integer.MAX_VALUE;
  }

  private int given(Object name) {
    Integer known = given.get(name);
    if (known != null) {
      return known;
    }
    if (given.size() == MOST_GIVEN) {
      throw wrong(
          "it has over "
              + MOST_GIVEN
              + " episodes with names or with numbers beyond 32 bits: number them from 0");
    }
    int number = Integer.MIN_VALUE + given.size();
    given.put(name, number);
    return number;
  }

  private DataException wrong(String what) {
    return new DataException("recording " + path + ": " + what);
  }
}
