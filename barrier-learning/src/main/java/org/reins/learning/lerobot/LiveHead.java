package org.reins.learning.lerobot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.reins.learning.parquet.Column.Kind;
import org.reins.learning.parquet.ParquetFileException;
import org.reins.learning.parquet.ParquetSink.Field;
import org.reins.robot.OneLine;
import org.reins.robot.file.BoundedFile;

/**
 * What is recorded from a running robot: {@code meta/recording.json} of a data set, which is there
 * from the first moment on.
 *
 * @param robot name
 * @param joints in the order of the numbers
 * @param fps frames a second
 */
public record LiveHead(String robot, List<String> joints, double fps) {
  /** Where it is in the data set's folder. */
  static final String PLACE = "meta/recording.json";

  private static final String SCHEMA = "reins/lerobot-recording/1";
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_JOINTS = 1_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Copies the list. */
  public LiveHead {
    joints = List.copyOf(joints);
    if (joints.isEmpty() || joints.size() > MOST_JOINTS || !(fps >= 1 && fps <= 1e5)) {
      throw new ParquetFileException(
          "a recording of "
              + joints.size()
              + " joints at "
              + fps
              + " frames a second is asked for: allowed are 1 to 1000 joints and 1 to 100000");
    }
  }

  void write(Path root) throws IOException {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("schema", SCHEMA).put("robot", robot).put("fps", fps);
    joints.forEach(node.putArray("joints")::add);
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(root.resolve(PLACE).toFile(), node);
  }

  static LiveHead read(Path root) {
    Path path = root.resolve(PLACE);
    try {
      JsonNode node = MAPPER.readTree(BoundedFile.text(path, MOST_BYTES));
      if (!node.path("schema").asText("").equals(SCHEMA)) {
        throw new ParquetFileException(
            "file "
                + path
                + " has the schema "
                + node.path("schema")
                + ": "
                + SCHEMA
                + " is needed, as ./reins record writes it");
      }
      List<String> joints = new ArrayList<>();
      node.path("joints").forEach(j -> joints.add(j.asText()));
      return new LiveHead(node.path("robot").asText(""), joints, node.path("fps").asDouble());
    } catch (IOException e) {
      throw new ParquetFileException(
          "file "
              + path
              + " cannot be read: "
              + OneLine.reason(e)
              + "; is it a recording of ./reins record?",
          e);
    }
  }

  /** The columns of the data. */
  List<Field> fields() {
    return List.of(
        new Field("observation.state", Kind.FLOAT, true),
        new Field("action", Kind.FLOAT, true),
        new Field("reins.action_asked", Kind.FLOAT, true),
        Field.of("reins.margin", Kind.FLOAT),
        Field.of("reins.intervention", Kind.FLOAT),
        Field.of("reins.level", Kind.LONG),
        Field.of("reins.acted", Kind.LONG),
        Field.of("reins.stamp", Kind.LONG),
        Field.of("timestamp", Kind.FLOAT),
        Field.of("frame_index", Kind.LONG),
        Field.of("episode_index", Kind.LONG),
        Field.of("index", Kind.LONG),
        Field.of("task_index", Kind.LONG));
  }

  /** The columns as {@code info.json} describes them. */
  List<Feature> features() {
    List<String> states =
        Stream.concat(joints.stream(), joints.stream().map(j -> j + "_vel")).toList();
    List<Feature> all = new ArrayList<>();
    for (Field f : fields()) {
      List<String> names =
          !f.isList() ? List.of() : f.name().equals("observation.state") ? states : joints;
      all.add(
          new Feature(f.name(), f.kind().label(), List.of(f.isList() ? names.size() : 1), names));
    }
    return all;
  }

  /** The values of {@link #fields}. */
  Object[] row(LiveFrame f, long frame, long episode, long index) {
    return new Object[] {
      f.state(),
      f.action(),
      f.asked(),
      f.margin(),
      f.intervention(),
      f.level(),
      f.acted(),
      f.stamp(),
      (float) (frame / fps),
      frame,
      episode,
      index,
      0L
    };
  }
}
