package org.reins.launch.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads broken files of those that configure the filter. */
@Command(
    name = "configs",
    description =
        "Reads broken copies of robot, cell, constraint, policy, memory, audit, receipt and barrier"
            + " files, and barriers with extreme numbers under a seal that fits. A copy must be"
            + " refused in one sentence, or be read and do no harm. Counts what else happened.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Example:", "  reins fuzz configs --format receipt,audit --copies 1000"})
final class FuzzConfigsCommand implements Callable<Integer> {
  @Option(
      names = "--format",
      split = ",",
      description =
          "robot, cell, constraint, policy, memory, audit, receipt, barrier, weights (extreme"
              + " numbers in a barrier).")
  private List<String> formats = ConfigFormat.keys();

  @Option(names = "--copies", description = "Broken copies of each format, 1 to 10000000.")
  private long copies = 10_000;

  @Option(names = "--seed", description = "Seed of the faults.")
  private long seed = 1;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (copies < 1 || copies > 10_000_000) {
      throw new ReinsException("--copies is " + copies + ": allowed is 1 to 10000000");
    }
    List<ConfigFormat> all = formats.stream().map(ConfigFormat::of).toList();
    Path folder = Files.createTempDirectory("reins-fuzz");
    try {
      return run(all, folder);
    } finally {
      try (Stream<Path> left = Files.walk(folder)) {
        for (Path p : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(p);
        }
      }
    }
  }

  private int run(List<ConfigFormat> all, Path folder) throws IOException {
    ObjectNode figures = Json.MAPPER.createObjectNode();
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    figures.put("heap_mib", heap);
    System.out.printf(
        "%-10s %10s %10s %10s %10s %12s   (heap of %d MiB)%n",
        "format", "copies", "read", "refused", "failed", "slowest s", heap);
    long failed = 0;
    for (ConfigFormat format : all) {
      Path own = Files.createDirectory(folder.resolve(format.key()));
      ConfigSample sample = format.sample(own);
      Path file = own.resolve("audit." + format.ending());
      FileFuzz.Counts c = new ConfigFuzz(file, sample).run(copies, seed);
      System.out.printf(
          Locale.ROOT,
          "%-10s %10d %10d %10d %10d %12.2f%n",
          format.key(),
          c.copies(),
          c.read(),
          c.refused(),
          c.failed(),
          c.slowest());
      c.failures().forEach(System.out::println);
      ObjectNode node = figures.putObject(format.key());
      node.put("copies", c.copies()).put("read", c.read()).put("refused", c.refused());
      node.put("failed", c.failed()).put("slowest_s", c.slowest());
      failed += c.failed();
    }
    if (json != null) {
      Json.write(json, figures);
    }
    return failed == 0 ? 0 : 1;
  }
}
