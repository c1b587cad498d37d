package org.reins.launch.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
    List<ConfigFormat> all = formats.stream().map(ConfigFormat::of).toList();
    try (BrokenCopiesTable table = new BrokenCopiesTable(copies)) {
      for (ConfigFormat format : all) {
        Path own = Files.createDirectory(table.folder().resolve(format.key()));
        ConfigSample sample = format.sample(own);
        Path file = own.resolve("audit." + format.ending());
        table.add(format.key(), new ConfigFuzz(file, sample).run(copies, seed));
      }
      return table.end(json);
    }
  }
}
