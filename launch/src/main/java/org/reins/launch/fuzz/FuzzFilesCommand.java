package org.reins.launch.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads broken recordings. */
@Command(
    name = "files",
    description =
        "Reads broken copies of a recording in each format. A copy must be read, or refused in one"
            + " sentence that names it. Counts what else happened.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class FuzzFilesCommand implements Callable<Integer> {
  @Option(
      names = "--format",
      split = ",",
      description = "csv, hdf5, mcap, sqlite, parquet, mcap_zstd, sqlite_zstd, message_zstd.")
  private List<String> formats = Arrays.stream(FileFormat.values()).map(FileFormat::key).toList();

  @Option(names = "--copies", description = "Broken copies of each format, 1 to 10000000.")
  private long copies = 10_000;

  @Option(names = "--seed", description = "Seed of the faults.")
  private long seed = 1;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    List<FileFormat> all = formats.stream().map(FileFormat::of).toList();
    try (BrokenCopiesTable table = new BrokenCopiesTable(copies)) {
      for (FileFormat format : all) {
        SampleFiles samples = new SampleFiles(table.folder());
        table.add(format.key(), new FileFuzz(samples.of(format), seed).run(copies));
      }
      return table.end(json);
    }
  }
}
