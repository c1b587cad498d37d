package org.reins.launch.learn;

import java.nio.file.Path;
import org.reins.learning.data.DataFile;
import org.reins.learning.data.DataOptions;
import org.reins.robot.ReinsException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A recording, and the user's options for it. */
final class RecordingOptions {
  @Parameters(paramLabel = "FILE", description = "HDF5, CSV, or a bag (.db3, .mcap, folder).")
  private Path file;

  @Option(names = "--dt", description = "Period, s, for a file that does not state it.")
  private double dt;

  @Option(
      names = "--h-sign",
      description =
          "from_file, positive_is_safe or positive_is_unsafe. If the file does not state the"
              + " sign, it is inferred from the costs, and a note is printed.")
  private String sign = "from_file";

  @Option(
      names = "--h",
      description = "Expression for h over the state's names, such as min(1 - abs(x0), 2 - x1).")
  private String margin = "";

  @Option(
      names = "--mapping",
      description = "YAML file that maps a bag's topics and fields to states and actions.")
  private Path mapping;

  @Option(names = "--subject", description = "Robot or system, for a file that does not name it.")
  private String subject = "";

  @Option(
      names = "--rows",
      description =
          "Largest number of rows. From a longer file, whole episodes are drawn at random.")
  private int rows = DataOptions.NONE.mostRows();

  /** The recording's file. */
  Path file() {
    return file;
  }

  /** Reads the recording. */
  DataFile.Contents read() {
    for (DataOptions.Sign s : DataOptions.Sign.values()) {
      if (s.name().equalsIgnoreCase(sign)) {
        return DataFile.read(file, new DataOptions(dt, s, margin, mapping, subject, rows));
      }
    }
    throw new ReinsException(
        "--h-sign is " + sign + ": allowed is from_file, positive_is_safe and positive_is_unsafe");
  }
}
