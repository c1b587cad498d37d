package org.reins.launch.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.reins.robot.ReinsException;

/** Formats of recordings that are broken. */
enum FileFormat {
  CSV("csv"),
  HDF5("h5"),
  MCAP("mcap"),
  SQLITE("db3"),
  PARQUET("parquet"),
  /** MCAP, compressed as a whole. */
  MCAP_ZSTD("mcap.zstd"),
  /** SQLite, compressed as a whole. */
  SQLITE_ZSTD("db3.zstd"),
  /** MCAP of which each message is compressed. */
  MESSAGE_ZSTD("messages.mcap");

  private final String ending;

  FileFormat(String ending) {
    this.ending = ending;
  }

  String ending() {
    return ending;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FileFormat of(String name) {
    for (FileFormat f : values()) {
      if (f.key().equals(name)) {
        return f;
      }
    }
    List<String> allowed = Arrays.stream(values()).map(FileFormat::key).toList();
    throw new ReinsException("--format is " + name + ": allowed is " + String.join(", ", allowed));
  }
}
