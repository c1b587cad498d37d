package org.reins.robot.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Broken copies of a file that was sound, the same ones for the same seed. */
public final class Mutations {
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
  public Mutations(long seed, byte[] sound, List<String> tokens) {
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
    switch (random.nextInt(tokens.isEmpty() ? 6 : 8)) {
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
        byte[] twice = java.util.Arrays.copyOfRange(bytes, at, at + length);
        return spliced(bytes, at, at, twice);
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

  /**
   * Requires that a message is one sentence for people: a line, not too long, that says something.
   */
  public static void requireSentence(Throwable e) {
    String message = e.getMessage();
    assertTrue(message != null && message.length() > 10 && message.length() < 1_100, message);
    assertFalse(message.contains("\n") || message.contains("Exception:"), message);
    assertFalse(message.endsWith("null"), message);
  }
}
