package org.reins.sim;

import java.util.SplittableRandom;

/** Independent random streams from one seed, so that parts of a job can run on any thread. */
public final class Seeds {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * The stream of a part. The seed of each stream is an output of the generator itself. Seeds that
   * differ by a multiple of its increment would give the same stream, shifted.
   *
   * @param part number of the part, not negative
   */
  public static SplittableRandom stream(long seed, long part) {
    return new SplittableRandom(new SplittableRandom(seed + GOLDEN * part).nextLong());
  }
}
