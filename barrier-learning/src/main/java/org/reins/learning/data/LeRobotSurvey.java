package org.reins.learning.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.reins.learning.lerobot.DatasetFolder;
import org.reins.learning.lerobot.DatasetInfo;
import org.reins.learning.lerobot.Feature;
import org.reins.learning.lerobot.LiveWriter;
import org.reins.learning.lerobot.OwnNotes;
import org.reins.learning.parquet.Column;
import org.reins.learning.parquet.ParquetFileException;
import org.reins.learning.parquet.ParquetTable;

/** What a LeRobot data set or another Parquet file holds, and a mapping to start from. */
final class LeRobotSurvey {
  private final DatasetFolder set;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private long rows;

  private LeRobotSurvey(DatasetFolder set) {
    this.set = set;
  }

  static Survey of(Path path) {
    DatasetFolder set =
        Files.isDirectory(path) ? DatasetFolder.of(path) : DatasetFolder.ofFile(path);
    return new LeRobotSurvey(set).survey();
  }

  private Survey survey() {
    for (Path file : set.data()) {
      try (ParquetTable table = ParquetTable.open(file)) {
        rows += table.rows();
        table.columns().forEach(c -> columns.putIfAbsent(c.name(), c));
      } catch (ParquetFileException e) {
        lines.add("note: " + e.getMessage());
      }
    }
    List<String> shown = new ArrayList<>();
    columns.values().forEach(c -> shown.add(c.name() + " (" + type(c) + ")"));
    set.info().features().values().stream()
        .filter(f -> !columns.containsKey(f.name()))
        .forEach(f -> shown.add(f.name() + " (" + f.dtype() + f.shape() + ", not in the tables)"));
    lines.addAll(0, Survey.shown(shown));
    boolean isOurs =
        columns.containsKey(LeRobotMapping.STATE) && columns.containsKey(LeRobotMapping.ACTION);
    String unfinished = LiveWriter.unfinished(set.root());
    if (!unfinished.isEmpty()) {
      lines.add("note: " + unfinished);
    }
    return isOurs
        ? new Survey(Survey.Kind.RECORDING, what(true), lines, mapping())
        : Survey.other(what(false), lines);
  }

  private String what(boolean isOurs) {
    DatasetInfo info = set.info();
    if (!isOurs) {
      return (set.isFolder() ? "seems to be a LeRobot data set" : "is Parquet")
          + " with "
          + Survey.count(rows, "row")
          + ", without the columns observation.state and action of LeRobot: rename its columns,"
          + " or write them as CSV with t, state.NAME, action.NAME, episode and h";
    }
    return (set.isFolder() ? "is a LeRobot data set" : "is Parquet of a LeRobot data set")
        + (info.version().isEmpty() ? "" : " of version " + info.version())
        + (info.robot().isEmpty() ? "" : " of " + info.robot())
        + ": "
        + Survey.count(rows, "frame")
        + (set.isFolder() ? " in " + Survey.count(set.data().size(), "file") : "")
        + (set.isFolder() && info.episodes() >= 0
            ? ", " + Survey.count(info.episodes(), "episode")
            : "")
        + (info.fps() > 0
            ? String.format(
                Locale.ROOT, ", %.2f s at %s frames a second", rows / info.fps(), info.fps())
            : ", no rate: declare it with --dt");
  }

  private String type(Column c) {
    Feature f = set.info().features().get(c.name());
    if (f == null || f.names().isEmpty()) {
      return c.type() + (f == null || !c.isList() ? "" : " " + f.shape());
    }
    return c.type() + ": " + String.join(", ", Survey.shown(f.names()));
  }

  private List<String> mapping() {
    if (OwnNotes.read(set.root()).isPresent()) {
      return List.of();
    }
    List<String> names = names(LeRobotMapping.STATE);
    return Stream.of(
            "schema: reins/lerobot/1",
            "robot: " + (set.info().robot().isEmpty() ? "ROBOT" : set.info().robot()),
            "joints: [" + String.join(", ", names.isEmpty() ? List.of("JOINT") : names) + "]",
            "state: {units: UNITS}",
            "action: {units: UNITS}",
            "h: {expression: \"EXPRESSION\"}")
        .toList();
  }

  private List<String> names(String feature) {
    Feature f = set.info().features().get(feature);
    return f == null ? List.of() : f.names();
  }
}
