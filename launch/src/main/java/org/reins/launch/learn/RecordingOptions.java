package org.reins.launch.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.reins.learning.data.DataFile;
import org.reins.learning.data.DataOptions;
import org.reins.learning.data.Units;
import org.reins.robot.ReinsException;
import org.reins.sim.TransitionFile;
import picocli.CommandLine.Option;

/** The user's options for a recording. */
final class RecordingOptions {
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
      description =
          "YAML file that maps a bag's topics, or a LeRobot data set's features, to states and"
              + " actions.")
  private Path mapping;

  @Option(
      names = "--units",
      description =
          "LeRobot without a mapping: units of states and actions, radians, degrees or as_is.")
  private String units = "";

  @Option(names = "--subject", description = "Robot or system, for a file that does not name it.")
  private String subject = "";

  @Option(
      names = "--rows",
      description =
          "Largest number of rows. From a longer file, whole episodes are drawn at random.")
  private int rows = DataOptions.NONE.mostRows();

  /** Reads a recording. */
  DataFile.Contents read(Path file) {
    return DataFile.read(file, options());
  }

  /** What identifies a recording as it is read with these options. */
  String hash(Path file, TransitionFile read) throws IOException {
    return Files.isRegularFile(file) && options().equals(DataOptions.NONE)
        ? TransitionFile.sha256(file)
        : read.sha256();
  }

  private DataOptions options() {
    Units declared = units.isEmpty() ? null : Units.of(units, "--units");
    for (DataOptions.Sign s : DataOptions.Sign.values()) {
      if (s.name().equalsIgnoreCase(sign)) {
        return new DataOptions(dt, s, margin, mapping, subject, rows, declared);
      }
    }
    throw new ReinsException(
        "--h-sign is " + sign + ": allowed is from_file, positive_is_safe and positive_is_unsafe");
  }
}
