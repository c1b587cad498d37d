package org.reins.launch.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;

/** The results of reading broken copies, one line for each format, and a folder for the copies. */
final class BrokenCopiesTable implements AutoCloseable {
  private final ObjectNode figures = Json.MAPPER.createObjectNode();
  private final Path folder;
  private long failed;

  /**
   * Prints the head.
   *
   * @param copies of each format
   * @throws ReinsException if their number is not allowed
   */
  BrokenCopiesTable(long copies) throws IOException {
    if (copies < 1 || copies > 10_000_000) {
      throw new ReinsException("--copies is " + copies + ": allowed is 1 to 10000000");
    }
    folder = Files.createTempDirectory("reins-fuzz");
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    figures.put("heap_mib", heap);
    System.out.printf(
        "%-10s %10s %10s %10s %10s %12s   (heap of %d MiB)%n",
        "format", "copies", "read", "refused", "failed", "slowest s", heap);
  }

  /** The folder for copies; {@link #close} removes it. */
  Path folder() {
    return folder;
  }

  /** Prints a format's line and its failures. */
  void add(String format, FileFuzz.Counts c) {
    System.out.printf(
        Locale.ROOT,
        "%-10s %10d %10d %10d %10d %12.2f%n",
        format,
        c.copies(),
        c.read(),
        c.refused(),
        c.failed(),
        c.slowest());
    c.failures().forEach(System.out::println);
    ObjectNode node = figures.putObject(format);
    node.put("copies", c.copies()).put("read", c.read()).put("refused", c.refused());
    node.put("failed", c.failed()).put("slowest_s", c.slowest());
    failed += c.failed();
  }

  /**
   * Writes the figures.
   *
   * @param json null for no file
   * @return exit status: 1 if a copy was neither read nor refused in a sentence
   */
  int end(Path json) throws IOException {
    if (json != null) {
      Json.write(json, figures);
    }
    return failed == 0 ? 0 : 1;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> left = Files.walk(folder)) {
      for (Path p : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    }
  }
}
