package org.reins.launch.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.reins.launch.fuzz.FileFuzz.Counts;
import org.reins.robot.ReinsException;
import org.reins.robot.fuzz.Refusal;

/**
 * Reads broken copies of a file that configures the filter. Each must be refused in one sentence,
 * or be read and found harmless by its format.
 */
final class ConfigFuzz {
  private static final int MOST_SHOWN = 20;
  // A reader that takes longer hangs, s.
  private static final double LONGEST = 10;

  private final Path file;
  private final ConfigSample sample;
  private final List<String> failures = new ArrayList<>();
  private long read;
  private long refused;
  private long failed;
  private double slowest;

  /**
   * Prepares a format.
   *
   * @param file to write the copies to
   */
  ConfigFuzz(Path file, ConfigSample sample) {
    this.file = file;
    this.sample = sample;
  }

  /** Reads broken copies. */
  Counts run(long copies, long seed) throws IOException {
    Files.write(file, sample.sound());
    if (!attempt().isEmpty() || failed > 0) {
      throw new ReinsException("the sound " + file + " is refused: " + failures);
    }
    read = 0;
    Supplier<byte[]> broken = sample.broken(seed);
    for (long k = 0; k < copies; k++) {
      byte[] copy = broken.get();
      Files.write(file, copy);
      long start = System.nanoTime();
      String refusal = attempt();
      double seconds = 1e-9 * (System.nanoTime() - start);
      slowest = Math.max(slowest, seconds);
      if (seconds > LONGEST) {
        fail("copy " + k + " took " + seconds + " s");
      } else if (refusal.isEmpty() && sample.sealed() && !Arrays.equals(copy, sample.sound())) {
        judgeForged(k);
      }
    }
    return new Counts(read, refused, failed, slowest, List.copyOf(failures));
  }

  /** A sealed file that is read although it was changed must say what the sound one says. */
  private void judgeForged(long k) {
    if (!sample.isSame(file)) {
      read--;
      fail("copy " + k + " was changed under its seal and is read");
    }
  }

  /** The refusal; empty if it is read. */
  private String attempt() {
    try {
      String refusal = sample.read(file);
      if (refusal.isEmpty()) {
        read++;
        return "";
      }
      return judge(refusal);
    } catch (IOException | RuntimeException e) {
      boolean ours = e instanceof IOException || e.getClass().getName().startsWith("org.reins.");
      if (ours) {
        return judge(String.valueOf(e.getMessage()));
      }
      fail(e + " at " + Arrays.stream(e.getStackTrace()).limit(3).toList());
      return "failed";
    } catch (OutOfMemoryError | StackOverflowError e) {
      fail(String.valueOf(e));
      return "failed";
    }
  }

  private String judge(String refusal) {
    String complaint = Refusal.complaint(refusal);
    if (complaint.isEmpty()) {
      refused++;
    } else {
      fail(complaint + ": " + refusal);
    }
    return refusal;
  }

  private void fail(String what) {
    failed++;
    if (failures.size() < MOST_SHOWN) {
      failures.add(what.replaceAll("\\s+", " "));
    }
  }
}
