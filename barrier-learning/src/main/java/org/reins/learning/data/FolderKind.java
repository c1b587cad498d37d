package org.reins.learning.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a folder without a bag seems to be, and what to do about it. */
final class FolderKind {
  private static final int SHOWN = 5;

  private FolderKind() {}

  /** The rest of a sentence; empty if nothing is recognized. */
  static String of(List<Path> inside) {
    if (inside.stream().anyMatch(p -> Files.exists(p.resolve("main_data.hdf5")))
        || has(inside, "main_data.hdf5")) {
      return "it seems to be a Minari data set: give its file main_data.hdf5";
    }
    if (inside.stream().anyMatch(p -> p.toString().contains(".tfrecord"))) {
      return "it seems to be RLDS (TFRecord), which is not read: " + ForeignFile.WRITE;
    }
    if (has(inside, ".zgroup") || has(inside, ".zarray") || has(inside, "zarr.json")) {
      return "it seems to be Zarr, which is not read: " + ForeignFile.WRITE;
    }
    List<String> tables =
        inside.stream()
            .filter(p -> Files.isRegularFile(p) && isTable(p))
            .map(p -> p.getFileName().toString())
            .limit(SHOWN)
            .toList();
    if (!tables.isEmpty()) {
      return "it contains " + String.join(", ", tables) + ": give one file";
    }
    return inside.isEmpty() ? "it is empty" : "";
  }

  private static boolean has(List<Path> inside, String name) {
    return inside.stream().anyMatch(p -> p.getFileName().toString().equals(name));
  }

  private static boolean isTable(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".csv")
        || name.endsWith(".parquet")
        || name.endsWith(".h5")
        || name.endsWith(".hdf5");
  }
}
