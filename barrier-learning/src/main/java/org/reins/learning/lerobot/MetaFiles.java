package org.reins.learning.lerobot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.reins.learning.parquet.Column.Kind;
import org.reins.learning.parquet.ParquetSink;
import org.reins.learning.parquet.ParquetSink.Field;

/** The files that describe a data set of version 3.0, beside its data. */
final class MetaFiles {
  /** Files in a folder. */
  static final int CHUNK = 1_000;

  /** Where a data set's tables are. */
  static final String DATA = "data";

  /** Where the tables of its episodes are. */
  static final String EPISODES = "meta/episodes";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private MetaFiles() {}

  /** The path of a numbered table; its folder is made. */
  static Path path(Path root, String below, int number) throws IOException {
    Path path =
        root.resolve(
            String.format(
                java.util.Locale.ROOT,
                "%s/chunk-%03d/file-%03d.parquet",
                below,
                number / CHUNK,
                number % CHUNK));
    Files.createDirectories(path.getParent());
    return path;
  }

  /** The columns of an episode that LeRobot knows. */
  static List<Field> episodeFields() {
    return List.of(
        Field.of("episode_index", Kind.LONG),
        new Field("tasks", Kind.TEXT, true),
        Field.of("length", Kind.LONG),
        Field.of("dataset_from_index", Kind.LONG),
        Field.of("dataset_to_index", Kind.LONG),
        Field.of("data/chunk_index", Kind.LONG),
        Field.of("data/file_index", Kind.LONG),
        Field.of("meta/episodes/chunk_index", Kind.LONG),
        Field.of("meta/episodes/file_index", Kind.LONG));
  }

  /**
   * The values of {@link #episodeFields}.
   *
   * @param from first row of the episode in the data set
   * @param dataFile number of the table of data
   * @param episodeFile number of the table of episodes
   */
  static List<Object> episode(
      long index, String task, long from, long length, int dataFile, int episodeFile) {
    return List.of(
        index,
        new String[] {task},
        length,
        from,
        from + length,
        (long) (dataFile / CHUNK),
        (long) (dataFile % CHUNK),
        (long) (episodeFile / CHUNK),
        (long) (episodeFile % CHUNK));
  }

  /** What the frames show, in words. */
  static String task(String robot) {
    return robot.isEmpty() ? "recorded with Reins" : robot + ", recorded with Reins";
  }

  /** The tasks are the index of a pandas table, which pandas finds in its own notes. */
  static void tasks(Path root, String task) {
    String notes =
        "{\"index_columns\": [\"task\"], \"column_indexes\": [{\"name\": null, \"field_name\":"
            + " null, \"pandas_type\": \"unicode\", \"numpy_type\": \"object\", \"metadata\":"
            + " {\"encoding\": \"UTF-8\"}}], \"columns\": [{\"name\": \"task_index\","
            + " \"field_name\": \"task_index\", \"pandas_type\": \"int64\", \"numpy_type\":"
            + " \"int64\", \"metadata\": null}, {\"name\": \"task\", \"field_name\": \"task\","
            + " \"pandas_type\": \"unicode\", \"numpy_type\": \"object\", \"metadata\": null}],"
            + " \"creator\": {\"library\": \"reins\", \"version\": \"0.1\"}, \"pandas_version\":"
            + " \"2.2.0\"}";
    List<Field> columns = List.of(Field.of("task_index", Kind.LONG), Field.of("task", Kind.TEXT));
    try (ParquetSink sink =
        new ParquetSink(root.resolve("meta/tasks.parquet"), columns, Map.of("pandas", notes))) {
      sink.write(0L, task);
    }
  }

  /** Writes {@code meta/info.json}; a reader finds the old one or the new one. */
  static void info(
      Path root, String robot, double fps, long episodes, long frames, List<Feature> all)
      throws IOException {
    ObjectNode info = MAPPER.createObjectNode();
    info.put("codebase_version", "v3.0");
    if (robot.isEmpty()) {
      info.putNull("robot_type");
    } else {
      info.put("robot_type", robot);
    }
    info.put("total_episodes", episodes).put("total_frames", frames);
    info.put("total_tasks", 1).put("chunks_size", CHUNK);
    info.put("data_files_size_in_mb", 100).put("video_files_size_in_mb", 200);
    if (Math.abs(fps - Math.rint(fps)) < 1e-9 * fps) {
      info.put("fps", Math.round(fps));
    } else {
      info.put("fps", fps);
    }
    info.putObject("splits").put("train", "0:" + episodes);
    info.put("data_path", "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet");
    info.putNull("video_path");
    ObjectNode features = info.putObject("features");
    for (Feature f : all) {
      ObjectNode feature = features.putObject(f.name());
      feature.put("dtype", f.dtype());
      f.shape().forEach(feature.putArray("shape")::add);
      if (f.names().isEmpty()) {
        feature.putNull("names");
      } else {
        f.names().forEach(feature.putArray("names")::add);
      }
    }
    json(root.resolve(DatasetInfo.PLACE), info);
  }

  /** Writes {@code meta/stats.json}. */
  static void stats(Path root, Map<String, ColumnStats> stats) throws IOException {
    ObjectNode numbers = MAPPER.createObjectNode();
    stats.forEach((name, s) -> numbers.set(name, s.json()));
    json(root.resolve("meta/stats.json"), numbers);
  }

  private static void json(Path path, ObjectNode node) throws IOException {
    Path part = path.resolveSibling(path.getFileName() + ".part");
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(part.toFile(), node);
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
  }
}
