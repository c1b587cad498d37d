package org.reins.node.record;

import java.nio.file.Path;
import org.reins.node.parameters.ParameterSnapshot;

/**
 * Where and how much is recorded.
 *
 * @param folder in which the files are made
 * @param fileBytes size at which the next file begins
 * @param keep most files of a run; the oldest are deleted; 0 for all
 */
public record RecorderSettings(Path folder, long fileBytes, int keep) {
  private static final long MEGABYTE = 1_000_000;

  /** The parameters {@code record.*}; null if nothing is recorded. */
  public static RecorderSettings of(ParameterSnapshot p) {
    String folder = p.given("record.folder");
    return folder.isEmpty()
        ? null
        : new RecorderSettings(
            Path.of(folder).toAbsolutePath(),
            MEGABYTE * p.integer("record.file_size"),
            p.integer("record.keep"));
  }
}
