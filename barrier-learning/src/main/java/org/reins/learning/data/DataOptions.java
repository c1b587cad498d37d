package org.reins.learning.data;

import java.nio.file.Path;

/**
 * Options for data that a file itself may not state.
 *
 * @param dt period, s; 0 to take it from the file
 * @param sign sign convention of h
 * @param margin expression for h; empty to take h from the file
 * @param mapping YAML file that maps the topics of a bag or the features of a LeRobot data set;
 *     null for none
 * @param subject robot or system; empty to take it from the file
 * @param mostRows approximate largest number of rows, positive; from a longer file, whole episodes
 *     are kept at random
 * @param units of a LeRobot data set that has no mapping; null if not declared
 */
public record DataOptions(
    double dt, Sign sign, String margin, Path mapping, String subject, int mostRows, Units units) {
  /** No options set, and up to 5 million rows. */
  public static final DataOptions NONE =
      new DataOptions(0, Sign.FROM_FILE, "", null, "", 5_000_000);

  /** Meaning of a positive h. */
  public enum Sign {
    /** As declared by the file; if it does not declare it, inferred from the costs. */
    FROM_FILE,
    /** h &gt; 0 is safe, as everywhere in Reins. */
    POSITIVE_IS_SAFE,
    /** h &gt; 0 is unsafe, as in FISOR's files. */
    POSITIVE_IS_UNSAFE
  }

  /** Options without units. */
  public DataOptions(
      double dt, Sign sign, String margin, Path mapping, String subject, int mostRows) {
    this(dt, sign, margin, mapping, subject, mostRows, null);
  }

  /** Checks ranges. */
  public DataOptions {
    if (!(dt == 0 || dt > 0 && dt <= 1)) {
      throw new DataException(StampUnit.refusal(dt));
    }
    if (mostRows < 1) {
      throw new DataException("rows is " + mostRows + ": at least 1 is needed");
    }
  }
}
