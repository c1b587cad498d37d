package org.reins.learning.data;

import java.nio.file.Path;

/**
 * What a file itself may not say.
 *
 * @param dt period, s; 0 to take it from the file
 * @param sign of h
 * @param margin expression that h is computed from; empty to take it from the file
 * @param mapping YAML that tells what in a bag is what; null for none
 * @param subject robot or system; empty to take it from the file
 * @param mostRows of the rows, whole episodes are kept at random until about so many, positive
 */
public record DataOptions(
    double dt, Sign sign, String margin, Path mapping, String subject, int mostRows) {
  /** Nothing declared, up to 5 million rows. */
  public static final DataOptions NONE =
      new DataOptions(0, Sign.FROM_FILE, "", null, "", 5_000_000);

  /** What a positive h means. */
  public enum Sign {
    /** As the file declares; where it does not, as the costs tell. */
    FROM_FILE,
    /** h &gt; 0 is safe, as everywhere in Reins. */
    POSITIVE_IS_SAFE,
    /** h &gt; 0 is unsafe, as in FISOR's files. */
    POSITIVE_IS_UNSAFE
  }

  /** Checks ranges. */
  public DataOptions {
    if (!(dt == 0 || dt > 0 && dt <= 1)) {
      throw new DataException("dt is " + dt + " s: allowed is over 0 to 1");
    }
    if (mostRows < 1) {
      throw new DataException("rows is " + mostRows + ": at least 1 is needed");
    }
  }
}
