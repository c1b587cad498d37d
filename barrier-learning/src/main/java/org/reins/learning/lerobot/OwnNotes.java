package org.reins.learning.lerobot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reins.learning.parquet.ParquetFileException;
import org.reins.robot.OneLine;
import org.reins.robot.file.BoundedFile;

/**
 * {@code meta/reins.json}: what our data sets say beyond LeRobot's own files. Values are in SI
 * units, and a positive h is safe.
 *
 * @param dt exact period, s
 * @param robot short name of the robot or of the system
 * @param joints names, as in a recording
 * @param seed of the recording
 */
public record OwnNotes(double dt, String robot, List<String> joints, long seed) {
  /** Where it is in the data set's folder. */
  public static final String PLACE = "meta/reins.json";

  private static final String SCHEMA = "reins/lerobot-data/1";
  private static final int MOST_BYTES = 1 << 22;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Reads a data set's file, if it has one. */
  public static Optional<OwnNotes> read(Path root) {
    if (root == null || !Files.exists(root.resolve(PLACE))) {
      return Optional.empty();
    }
    Path path = root.resolve(PLACE);
    try {
      JsonNode node = MAPPER.readTree(BoundedFile.text(path, MOST_BYTES));
      double dt = node.path("dt").asDouble(0);
      if (!node.path("schema").asText("").equals(SCHEMA) || !(dt > 0 && dt <= 1)) {
        throw new ParquetFileException(
            "file "
                + path
                + " has the schema "
                + node.path("schema")
                + " and dt "
                + node.path("dt")
                + ": it must be "
                + SCHEMA
                + ", with a dt of over 0 to 1 s; delete it to read the"
                + " data set as any other");
      }
      List<String> joints = new ArrayList<>();
      node.path("joints").forEach(j -> joints.add(j.asText()));
      return Optional.of(
          new OwnNotes(dt, node.path("robot").asText(""), joints, node.path("seed").asLong(0)));
    } catch (IOException e) {
      throw new ParquetFileException(
          "file " + path + " cannot be read as JSON: " + OneLine.reason(e), e);
    }
  }

  void write(Path root) throws IOException {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("schema", SCHEMA).put("dt", dt).put("robot", robot).put("seed", seed);
    joints.forEach(node.putArray("joints")::add);
    node.put("units", "SI").put("h_sign", "positive_is_safe");
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(root.resolve(PLACE).toFile(), node);
  }
}
