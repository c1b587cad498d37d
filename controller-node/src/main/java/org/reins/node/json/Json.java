package org.reins.node.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes the JSON files of reports. */
public final class Json {
  /** Writes indented. */
  public static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /** Writes a tree, making the folders on the way. */
  public static void write(Path path, JsonNode node) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    MAPPER.writeValue(path.toFile(), node);
  }

  /** Reads a tree. */
  public static JsonNode read(Path path) throws IOException {
    return MAPPER.readTree(path.toFile());
  }
}
