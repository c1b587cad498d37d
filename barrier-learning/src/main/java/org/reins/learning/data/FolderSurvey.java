package org.reins.learning.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reins.learning.lerobot.DatasetFolder;
import org.reins.robot.OneLine;

/** What a folder that is no data set itself holds: how many recordings of which kind. */
final class FolderSurvey {
  private static final String METADATA = "metadata.yaml";
  private static final int MOST = 10_000;

  private FolderSurvey() {}

  /** Whether a folder is one bag: it has metadata, or bag files and nothing else to read. */
  static boolean isBag(Path folder) {
    List<Path> inside = inside(folder);
    return inside.stream().anyMatch(p -> p.getFileName().toString().equals(METADATA))
        || inside.stream().anyMatch(BagFolder::isBag)
            && inside.stream().allMatch(p -> BagFolder.isBag(p) || kind(p).isEmpty());
  }

  static Survey of(Path folder) {
    List<Path> inside = inside(folder);
    if (inside.isEmpty()) {
      return Survey.other("is an empty folder", List.of());
    }
    Map<String, Integer> kinds = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    for (Path p : inside) {
      String kind = kind(p);
      kinds.merge(kind.isEmpty() ? "other" : kind, 1, Integer::sum);
      if (!kind.isEmpty()) {
        lines.add(p.getFileName() + (Files.isDirectory(p) ? "/" : "") + ": " + kind);
      }
    }
    String counts =
        kinds.entrySet().stream()
            .map(e -> e.getValue() + " × " + e.getKey())
            .collect(Collectors.joining(", "));
    String hint = FolderKind.of(inside);
    if (lines.isEmpty()) {
      return Survey.other(
          "is a folder without a recording: "
              + (hint.isEmpty() ? inside.size() + " files and folders of other kinds" : hint),
          lines);
    }
    return new Survey(
        Survey.Kind.FOLDER,
        "is a folder of " + Survey.count(lines.size(), "recording") + ": " + counts,
        Survey.shown(lines),
        List.of());
  }

  private static List<Path> inside(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.limit(MOST)
          .sorted(Comparator.comparing(p -> p.getFileName().toString(), BagFolder::compare))
          .toList();
    } catch (IOException e) {
      throw new DataException("folder " + folder + " cannot be read: " + OneLine.reason(e), e);
    }
  }

  /** The kind of a file or folder by its first bytes; empty where it is no recording. */
  private static String kind(Path path) {
    if (Files.isDirectory(path)) {
      return DatasetFolder.isOne(path)
          ? "LeRobot data set"
          : Files.exists(path.resolve(METADATA)) ? "bag" : nested(path);
    }
    if (!Files.isRegularFile(path)) {
      return "";
    }
    try {
      byte[] head = FileKind.head(path);
      String foreign = PackedFile.isPacked(head) ? "" : ForeignFile.of(head, path);
      if (!foreign.isEmpty()) {
        // "is X, which is not read" and "is X: what to do" begin with what it is.
        String name = foreign.replaceFirst("^is (an? )?", "").replaceFirst("[,:].*", "");
        return name.equals("JSON") || name.startsWith("HTML") ? "" : name + " (not read)";
      }
      return switch (FileKind.of(path)) {
        case SQLITE -> "bag (sqlite3)";
        case MCAP -> "bag (MCAP)";
        case CSV -> "CSV";
        case PARQUET -> "Parquet";
        case HDF5 -> FileKind.starts(head, "\u0089HDF") ? "HDF5" : "";
      };
    } catch (DataException e) {
      return "";
    }
  }

  /** A folder in the folder: of what it holds, only bags and Minari are looked for. */
  private static String nested(Path folder) {
    try {
      List<Path> inside = inside(folder);
      if (inside.stream().anyMatch(BagFolder::isBag)) {
        return "bag";
      }
      String hint = FolderKind.of(inside);
      return hint.contains("Minari") ? "Minari data set" : "";
    } catch (DataException e) {
      return "";
    }
  }
}
