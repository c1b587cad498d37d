package org.reins.filter.policy;

/**
 * What a network answers at once if it answers several steps: an action chunk.
 *
 * @param steps H, the steps of an answer, 1 to 256; 0 if the answer is one action and no chunk
 * @param step time between two steps, s, above 0 to 1; 0 without a chunk
 * @param low lowest number that the network may answer, before scale and offset; −∞ for none
 * @param high highest such number; +∞ for none
 */
public record ChunkShape(int steps, double step, double low, double high) {
  /** Most steps of a chunk. */
  public static final int MOST_STEPS = 256;

  /** The answer is one action. */
  public static final ChunkShape NONE =
      new ChunkShape(0, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** Checks the numbers. */
  public ChunkShape {
    boolean none = steps == 0 && step == 0;
    if (!none && !(steps >= 1 && steps <= MOST_STEPS)) {
      throw new IllegalArgumentException(
          "chunk.steps is " + steps + ": allowed is 1 to " + MOST_STEPS);
    }
    if (!none && !(step > 0 && step <= 1)) {
      throw new IllegalArgumentException("chunk.step is " + step + ": allowed is above 0 to 1 s");
    }
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "chunk.range is " + low + " to " + high + ": the first number must be below the second");
    }
  }

  /** Whether the network answers chunks. */
  public boolean isChunk() {
    return steps > 0;
  }

  /** Time that a chunk covers, s; 0 without a chunk. */
  public double seconds() {
    return steps * step;
  }

  /** Rows of an answer: its steps, or 1 without a chunk. */
  public int rows() {
    return Math.max(1, steps);
  }

  /** Whether the network's numbers have a range. */
  public boolean hasRange() {
    return low > Double.NEGATIVE_INFINITY || high < Double.POSITIVE_INFINITY;
  }
}
