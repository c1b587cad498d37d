package org.reins.launch.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.reins.launch.fuzz.SampleFiles.Sample;
import org.reins.learning.data.DataException;
import org.reins.learning.data.DataFile;

/**
 * Breaks copies of a recording, and reads them. Each must be read, or refused in one sentence.
 * Faults are single bits and bytes, numbers and lengths at their limits, and parts that are cut
 * off, cut out, doubled or exchanged.
 */
final class FileFuzz {
  private static final long[] LIMITS = {
    0, 1, -1, 127, 128, 255, 65_535, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, 1L << 40
  };
  private static final int MOST_SHOWN = 20;

  private final Sample sample;
  private final byte[] sound;
  private final SplittableRandom random;
  private final List<String> failures = new ArrayList<>();
  private long read;
  private long refused;
  private long failed;
  private double slowest;

  /**
   * What came of the copies.
   *
   * @param read that gave a recording
   * @param refused in one sentence
   * @param failed with anything else
   * @param slowest longest reading, s
   * @param failures the first of those that failed, in words
   */
  record Counts(long read, long refused, long failed, double slowest, List<String> failures) {
    long copies() {
      return read + refused + failed;
    }
  }

  FileFuzz(Sample sample, long seed) throws IOException {
    this.sample = sample;
    sound = Files.readAllBytes(sample.file());
    random = new SplittableRandom(seed);
  }

  /** Reads broken copies; the sound file is there again afterwards. */
  Counts run(long copies) throws IOException {
    // The sound file must be read, or the copies would say nothing.
    DataFile.read(sample.read(), sample.options());
    for (long k = 0; k < copies; k++) {
      byte[] broken = broken();
      Files.write(sample.file(), broken);
      long start = System.nanoTime();
      attempt(k);
      slowest = Math.max(slowest, 1e-9 * (System.nanoTime() - start));
    }
    Files.write(sample.file(), sound);
    return new Counts(read, refused, failed, slowest, List.copyOf(failures));
  }

  private void attempt(long k) {
    try {
      DataFile.read(sample.read(), sample.options());
      read++;
    } catch (DataException e) {
      String complaint = complaint(e.getMessage());
      if (complaint.isEmpty()) {
        refused++;
      } else {
        fail("copy " + k + ": " + complaint + ": " + e.getMessage());
      }
    } catch (RuntimeException | Error e) {
      fail("copy " + k + ": " + e);
    }
  }

  private void fail(String what) {
    failed++;
    if (failures.size() < MOST_SHOWN) {
      failures.add(what.replaceAll("\\s+", " "));
    }
  }

  /** What is wrong with a message for people; empty if nothing is. */
  private String complaint(String message) {
    if (message == null || message.length() < 10 || message.length() > 1_100) {
      return "the message is too short or too long";
    }
    if (message.contains("\n") || message.contains("Exception:") || message.endsWith("null")) {
      return "the message is no sentence";
    }
    Path name = sample.read().getFileName();
    // An expression or a mapping that no longer fits is named instead.
    return message.contains(name.toString())
            || message.startsWith("mapping")
            || message.startsWith("h ")
        ? ""
        : "the message does not name the file";
  }

  private byte[] broken() {
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
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> {
        ByteBuffer number =
            ByteBuffer.allocate(8)
                .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .putLong(0, LIMITS[random.nextInt(LIMITS.length)]);
        int size = Math.min(1 << random.nextInt(4), bytes.length - at);
        System.arraycopy(number.array(), 0, bytes, at, size);
      }
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        return joined(bytes, at, new byte[0], at + length);
      }
      case 5 -> {
        return joined(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
      }
      default -> {
        int other = random.nextInt(bytes.length - length + 1);
        System.arraycopy(from, other, bytes, at, length);
      }
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int head, byte[] between, int tail) {
    ByteBuffer out = ByteBuffer.allocate(head + between.length + bytes.length - tail);
    out.put(bytes, 0, head).put(between).put(bytes, tail, bytes.length - tail);
    return out.array();
  }
}
