package org.reins.filter.policy;

/**
 * How a topic delivers an observation term.
 *
 * @param topic its name in ROS; empty for the usual one, {@link TermKind#topic}
 * @param maxAge oldest message that is used, s, up to 10; 0 for no limit, which only commands have
 * @param numbers numbers of a scan; otherwise 0
 */
public record TermSource(String topic, double maxAge, int numbers) {
  /** Most numbers of a scan. */
  public static final int MOST_NUMBERS = 4096;

  /** Nothing is said. */
  public static final TermSource NONE = new TermSource("", 0, 0);

  /** Checks the numbers. */
  public TermSource {
    if (!(maxAge >= 0 && maxAge <= 10)) {
      throw new IllegalArgumentException("max_age is " + maxAge + ": allowed is 0 to 10 s");
    }
    if (numbers < 0 || numbers > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "numbers is " + numbers + ": allowed is 1 to " + MOST_NUMBERS);
    }
  }
}
