package org.reins.launch.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reins.launch.fuzz.SampleFiles.Sample;
import org.reins.learning.data.DataException;
import org.reins.learning.data.DataFile;
import org.reins.learning.data.Survey;
import org.reins.robot.fuzz.BrokenCopies;
import org.reins.robot.fuzz.Refusal;

/**
 * Breaks copies of a recording, and reads them. Each must be read, or refused in one sentence.
 * Faults are single bits and bytes, numbers and lengths at their limits, and parts that are cut
 * off, cut out, doubled or exchanged.
 */
final class FileFuzz {
  private static final int MOST_SHOWN = 20;

  private final Sample sample;
  private final byte[] sound;
  private final BrokenCopies broken;
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
    broken = new BrokenCopies(seed, sound, List.of());
  }

  /** Reads broken copies; the sound file is there again afterwards. */
  Counts run(long copies) throws IOException {
    // The sound file must be read, or the copies would say nothing.
    DataFile.read(sample.read(), sample.options());
    for (long k = 0; k < copies; k++) {
      Files.write(sample.file(), broken.next());
      long start = System.nanoTime();
      attempt(k);
      slowest = Math.max(slowest, 1e-9 * (System.nanoTime() - start));
    }
    Files.write(sample.file(), sound);
    return new Counts(read, refused, failed, slowest, List.copyOf(failures));
  }

  private void attempt(long k) {
    try {
      // Whatever it is, ./reins data info says something of it.
      Survey.of(sample.read());
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
    String complaint = Refusal.complaint(message);
    if (!complaint.isEmpty()) {
      return complaint;
    }
    Path name = sample.read().getFileName();
    // An expression or a mapping that no longer fits is named instead.
    return message.contains(name.toString())
            || message.startsWith("mapping")
            || message.startsWith("h ")
        ? ""
        : "the message does not name the file";
  }
}
