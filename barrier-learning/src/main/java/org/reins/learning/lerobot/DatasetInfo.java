package org.reins.learning.lerobot;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reins.learning.parquet.ParquetFileException;
import org.reins.robot.OneLine;
import org.reins.robot.file.BoundedFile;

/**
 * What {@code meta/info.json} says of a data set. It may be missing or wrong: the columns count.
 *
 * @param version such as v3.0; empty if not given
 * @param robot type of the robot; empty if not given
 * @param fps frames a second; 0 if not given
 * @param episodes number of episodes; -1 if not given
 * @param frames number of frames; -1 if not given
 * @param features by their names, in the order of the file
 */
public record DatasetInfo(
    String version,
    String robot,
    double fps,
    long episodes,
    long frames,
    Map<String, Feature> features) {
  /** Where it is in the data set's folder. */
  public static final String PLACE = "meta/info.json";

  /** Nothing known. */
  public static final DatasetInfo NONE = new DatasetInfo("", "", 0, -1, -1, Map.of());

  private static final int MOST_BYTES = 1 << 22;
  private static final int MOST_FEATURES = 10_000;
  private static final int LARGEST_SHAPE = 1 << 20;

  /** Python writes numbers that are not finite as words. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** Reads a data set's file. */
  public static DatasetInfo read(Path folder) {
    Path path = folder.resolve(PLACE);
    try {
      return of(path, MAPPER.readTree(withoutMark(BoundedFile.text(path, MOST_BYTES))));
    } catch (IOException e) {
      throw new ParquetFileException(
          "file " + path + " cannot be read as JSON: " + OneLine.reason(e), e);
    }
  }

  /** Editors on Windows put a byte order mark in front. */
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static DatasetInfo of(Path path, JsonNode root) {
    JsonNode features = root.path("features");
    if (!root.isObject() || !features.isObject() || features.size() > MOST_FEATURES) {
      throw new ParquetFileException(
          "file "
              + path
              + " describes no features: an object features is needed, as LeRobot writes");
    }
    Map<String, Feature> all = new LinkedHashMap<>();
    features
        .properties()
        .forEach(f -> all.put(f.getKey(), feature(path, f.getKey(), f.getValue())));
    JsonNode fps = root.path("fps");
    if (!fps.isMissingNode() && !fps.isNull() && !fps.isNumber()) {
      throw new ParquetFileException(
          "file " + path + ": fps is " + fps + ": it must be a number, frames a second");
    }
    return new DatasetInfo(
        root.path("codebase_version").asText(""),
        root.path("robot_type").isTextual() ? root.path("robot_type").asText() : "",
        fps.asDouble(0),
        root.path("total_episodes").asLong(-1),
        root.path("total_frames").asLong(-1),
        all);
  }

  private static Feature feature(Path path, String name, JsonNode node) {
    List<Integer> shape = new ArrayList<>();
    long size = 1;
    for (JsonNode axis : node.path("shape")) {
      if (!axis.canConvertToInt()
          || axis.asInt() < 0
          || size * axis.asInt() > LARGEST_SHAPE * 64L) {
        throw new ParquetFileException(
            "file "
                + path
                + ": feature "
                + name
                + " has the shape "
                + node.path("shape")
                + ": whole numbers from 0 are needed");
      }
      size *= axis.asInt();
      shape.add(axis.asInt());
    }
    return new Feature(name, node.path("dtype").asText(""), shape, names(node.path("names")));
  }

  /**
   * A list of names, an object with one or more of them, or an object that gives each name its
   * place; null where there are none.
   */
  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(
          n -> {
            if (n.isTextual()) {
              names.add(n.asText().strip());
            } else {
              names.addAll(names(n));
            }
          });
    } else if (node.isObject() && places(node)) {
      node.properties().stream()
          .sorted(Comparator.comparing(p -> p.getValue().asInt()))
          .forEach(p -> names.add(p.getKey().strip()));
    } else if (node.isObject()) {
      node.forEach(n -> names.addAll(names(n)));
    }
    return names;
  }

  /** Whether an object gives places from 0, each once: {"a": 1, "b": 0} names b first. */
  private static boolean places(JsonNode node) {
    Set<Integer> places = new HashSet<>();
    node.forEach(
        n -> {
          if (n.canConvertToInt() && n.asInt() >= 0 && n.asInt() < node.size()) {
            places.add(n.asInt());
          }
        });
    return !node.isEmpty() && places.size() == node.size();
  }
}
