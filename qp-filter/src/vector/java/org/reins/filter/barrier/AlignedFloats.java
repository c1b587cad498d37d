package org.reins.filter.barrier;

/**
 * A piece of a large array that begins on a cache line where the garbage collector lets it.
 *
 * <p>A register of 512 bits that is loaded across two lines takes two loads, and an array of its
 * own begins anywhere. G1 puts an array of more than half a region at the beginning of one, 16
 * bytes before its first number. Where a collector does otherwise, loads take longer and nothing
 * else changes.
 *
 * @param array shared with other pieces
 * @param from index of the first number
 */
record AlignedFloats(float[] array, int from) {
  private static final int LINE = 16;

  /** Numbers from the first cache line in the array on: its header takes 16 bytes. */
  private static final int FIRST = LINE - 4;

  /** Takes the array beyond half a region of 8 MiB, G1's size for heaps of 16 to 32 GiB. */
  private static final int ARRAY = (1 << 20) + LINE;

  private static float[] current = new float[0];
  private static int used;

  /** Takes a piece of zeros that nobody else has. */
  static synchronized AlignedFloats ofSize(int size) {
    if (current.length - used < size) {
      current = new float[Math.max(ARRAY, FIRST + size)];
      used = FIRST;
    }
    AlignedFloats piece = new AlignedFloats(current, used);
    used += (size + LINE - 1) / LINE * LINE;
    return piece;
  }
}
