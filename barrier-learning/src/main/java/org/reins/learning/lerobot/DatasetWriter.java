package org.reins.learning.lerobot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reins.learning.parquet.Column.Kind;
import org.reins.learning.parquet.ParquetFileException;
import org.reins.learning.parquet.ParquetSink;
import org.reins.learning.parquet.ParquetSink.Field;
import org.reins.robot.OneLine;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * Writes a recording as a LeRobot data set of version 3.0. A frame is a transition. Beside
 * LeRobot's own columns it has {@code next.observation.state}, {@code next.reward}, {@code
 * next.done}, {@code h} (positive is safe) and, where it is known, {@code next.success}. With them
 * and {@link OwnNotes}, reading gives the same recording to the bit.
 */
public final class DatasetWriter {
  private static final String STATE = "observation.state";
  private static final long MOST_BYTES = 100L << 20;

  private final TransitionFile file;
  private final Map<Integer, Boolean> success;
  private final Transitions rows;
  private final List<Field> fields = new ArrayList<>();
  private final Map<String, ColumnStats> stats = new LinkedHashMap<>();
  private final List<Episode> episodes = new ArrayList<>();

  private record Episode(int first, int end, int dataFile) {}

  private DatasetWriter(TransitionFile file, Map<Integer, Boolean> success) {
    this.file = file;
    this.success = success;
    rows = file.transitions();
    fields.add(new Field(STATE, Kind.FLOAT, true));
    fields.add(new Field("action", Kind.FLOAT, true));
    fields.add(new Field("next.observation.state", Kind.FLOAT, true));
    fields.add(Field.of("next.reward", Kind.FLOAT));
    fields.add(Field.of("next.done", Kind.BOOL));
    fields.add(Field.of("h", Kind.FLOAT));
    fields.add(Field.of("timestamp", Kind.FLOAT));
    fields.add(Field.of("frame_index", Kind.LONG));
    fields.add(Field.of("episode_index", Kind.LONG));
    fields.add(Field.of("index", Kind.LONG));
    fields.add(Field.of("task_index", Kind.LONG));
    if (!success.isEmpty()) {
      fields.add(Field.of("next.success", Kind.BOOL));
    }
  }

  /**
   * Writes a data set into a new folder. It is complete or not there.
   *
   * @param success of the episodes for which it is known, by their numbers
   */
  public static void write(TransitionFile file, Map<Integer, Boolean> success, Path folder) {
    requireFree(folder);
    Path part = folder.resolveSibling(folder.getFileName() + ".part");
    try {
      delete(part);
      new DatasetWriter(file, success).write(part);
      Files.deleteIfExists(folder);
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ParquetFileException(
          "data set " + folder + " cannot be written: " + OneLine.reason(e), e);
    }
  }

  static void requireFree(Path folder) {
    boolean free = !Files.exists(folder);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        free = inside.findAny().isEmpty();
      } catch (IOException e) {
        throw new ParquetFileException(
            "folder " + folder + " cannot be read: " + OneLine.reason(e), e);
      }
    }
    if (!free) {
      throw new ParquetFileException(
          "data set " + folder + " cannot be written: it exists already; give a new folder");
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path p : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(p);
        }
      }
    }
  }

  private void write(Path root) throws IOException {
    split();
    int files = episodes.get(episodes.size() - 1).dataFile + 1;
    for (int f = 0; f < files; f++) {
      data(MetaFiles.path(root, MetaFiles.DATA, f), f);
    }
    Files.createDirectories(root.resolve("meta"));
    episodes(MetaFiles.path(root, MetaFiles.EPISODES, 0));
    MetaFiles.tasks(root, MetaFiles.task(file.robot()));
    MetaFiles.info(root, file.robot(), 1 / file.dt(), episodes.size(), rows.count(), features());
    MetaFiles.stats(root, stats);
    new OwnNotes(file.dt(), file.robot(), file.joints(), file.seed()).write(root);
  }

  /** Finds the episodes, and the files that they go to. */
  private void split() {
    long row = 4L * (2L * rows.stateSize() + rows.actionSize()) + 48;
    long bytes = 0;
    int dataFile = 0;
    int first = 0;
    for (int r = 1; r <= rows.count(); r++) {
      if (r == rows.count() || rows.episode()[r] != rows.episode()[first]) {
        bytes += row * (r - first);
        if (bytes > MOST_BYTES && bytes > row * (r - first)) {
          dataFile++;
          bytes = row * (r - first);
        }
        episodes.add(new Episode(first, r, dataFile));
        first = r;
      }
    }
    if (episodes.isEmpty()) {
      throw new ParquetFileException("the recording has no rows: there is nothing to write");
    }
  }

  private void data(Path path, int number) {
    try (ParquetSink sink = new ParquetSink(path, fields, Map.of())) {
      for (int e = 0; e < episodes.size(); e++) {
        Episode episode = episodes.get(e);
        if (episode.dataFile == number) {
          for (int r = episode.first; r < episode.end; r++) {
            frame(sink, e, r);
          }
        }
      }
    }
  }

  private void frame(ParquetSink sink, int e, int r) {
    Episode episode = episodes.get(e);
    boolean last = r + 1 == episode.end;
    long frame = (long) r - episode.first;
    List<Object> values = new ArrayList<>(fields.size());
    values.add(row(rows.state(), r, rows.stateSize()));
    values.add(row(rows.action(), r, rows.actionSize()));
    values.add(row(rows.nextState(), r, rows.stateSize()));
    values.add(rows.reward()[r]);
    values.add(last);
    values.add(rows.h()[r]);
    values.add((float) (frame * file.dt()));
    values.add(frame);
    values.add((long) e);
    values.add((long) r);
    values.add(0L);
    if (!success.isEmpty()) {
      values.add(last && success.getOrDefault(rows.episode()[r], false));
    }
    for (int i = 0; i < values.size(); i++) {
      stats.computeIfAbsent(fields.get(i).name(), n -> new ColumnStats()).add(values.get(i));
    }
    sink.write(values.toArray());
  }

  private static float[] row(float[] all, int r, int size) {
    return Arrays.copyOfRange(all, r * size, (r + 1) * size);
  }

  private void episodes(Path path) {
    List<Field> columns = new ArrayList<>(MetaFiles.episodeFields());
    columns.add(Field.of(EpisodeNotes.NUMBER, Kind.LONG));
    columns.add(Field.of("success", Kind.BOOL));
    boolean known = !success.isEmpty();
    try (ParquetSink sink =
        new ParquetSink(path, known ? columns : columns.subList(0, columns.size() - 1), Map.of())) {
      for (int e = 0; e < episodes.size(); e++) {
        Episode episode = episodes.get(e);
        int number = rows.episode()[episode.first];
        List<Object> row =
            new ArrayList<>(
                MetaFiles.episode(
                    e,
                    MetaFiles.task(file.robot()),
                    episode.first,
                    (long) episode.end - episode.first,
                    episode.dataFile,
                    0));
        row.add((long) number);
        if (known) {
          row.add(success.get(number));
        }
        sink.write(row.toArray());
      }
    }
  }

  private List<Feature> features() {
    List<Feature> all = new ArrayList<>();
    for (Field f : fields) {
      int size = !f.isList() ? 1 : f.name().equals("action") ? rows.actionSize() : rows.stateSize();
      all.add(new Feature(f.name(), f.kind().label(), List.of(size), names(f.name(), size)));
    }
    return all;
  }

  /** Joints name positions, then velocities, and as many actions. */
  private List<String> names(String feature, int size) {
    List<String> joints = file.joints();
    if (feature.equals("action")) {
      return joints.size() == size ? joints : List.of();
    }
    if (!feature.endsWith(STATE) || joints.isEmpty()) {
      return List.of();
    }
    if (size == 2 * joints.size()) {
      return Stream.concat(joints.stream(), joints.stream().map(j -> j + "_vel")).toList();
    }
    return size == joints.size() ? joints : List.of();
  }
}
