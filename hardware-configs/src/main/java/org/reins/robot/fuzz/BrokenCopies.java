package org.reins.robot.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Broken copies of a file that was sound, the same ones for the same seed. Faults are single bits
 * and bytes, numbers and lengths at their limits, parts that are cut off, cut out, doubled or
 * exchanged, and given words. Not thread-safe.
 */
public final class BrokenCopies {
  private static final long[] LENGTHS = {
    0, 1, -1, 127, 128, 255, 65_535, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, 1L << 40
  };

  private final byte[] sound;
  private final List<String> tokens;
  private final SplittableRandom random;

  /**
   * Makes a source of broken copies.
   *
   * @param tokens that are put in, beside bytes and numbers
   */
  public BrokenCopies(long seed, byte[] sound, List<String> tokens) {
    this.sound = sound.clone();
    this.tokens = tokens;
    random = new SplittableRandom(seed);
  }

  /** The next broken copy, with one to four edits. */
  public byte[] next() {
    byte[] bytes = sound.clone();
    for (int edits = random.nextInt(1, 5); edits > 0 && bytes.length > 0; edits--) {
      bytes = edited(bytes);
    }
    return bytes;
  }

  private byte[] edited(byte[] from) {
    byte[] bytes = from.clone();
    int at = random.nextInt(bytes.length);
    int length = random.nextInt(Math.min(64, bytes.length - at)) + 1;
    switch (random.nextInt(tokens.isEmpty() ? 7 : 9)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> {
        ByteBuffer number =
            ByteBuffer.allocate(8)
                .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .putLong(0, LENGTHS[random.nextInt(LENGTHS.length)]);
        int size = Math.min(1 << random.nextInt(4), bytes.length - at);
        System.arraycopy(number.array(), 0, bytes, at, size);
      }
      case 3 -> {
        return spliced(bytes, at, bytes.length, new byte[0]);
      }
      case 4 -> {
        return spliced(bytes, at, at + length, new byte[0]);
      }
      case 5 -> {
        byte[] twice = Arrays.copyOfRange(bytes, at, at + length);
        return spliced(bytes, at, at, twice);
      }
      case 6 -> {
        int other = random.nextInt(bytes.length - length + 1);
        System.arraycopy(from, other, bytes, at, length);
      }
      default -> {
        String token = tokens.get(random.nextInt(tokens.size()));
        int end = at;
        // In the place of a word, where there is one.
        while (end < bytes.length && bytes[end] > ' ' && ",:[]{}<>\"'".indexOf(bytes[end]) < 0) {
          end++;
        }
        return spliced(bytes, at, end, token.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(with);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
