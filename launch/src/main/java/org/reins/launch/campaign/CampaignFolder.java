package org.reins.launch.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.sim.TransitionFile;

/**
 * The folder of a campaign: {@code rows/part-*.parquet}, one file for each batch, and {@code
 * manifest.json} with the hashes of the inputs and of each part. A part counts once the manifest
 * names it. Both are replaced as a whole, so that a campaign that was killed loses one batch.
 */
final class CampaignFolder {
  private static final String MANIFEST = "manifest.json";
  private static final String INPUTS = "inputs";
  private static final String PARTS = "parts";
  private static final String ROWS = "rows";

  private final Path folder;
  private final ObjectNode manifest;
  private final List<Row> rows = new ArrayList<>();

  private CampaignFolder(Path folder, ObjectNode manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Opens a folder, or begins one.
   *
   * @param inputs everything that the rows depend on
   * @throws ReinsException if it holds a campaign of other inputs
   */
  static CampaignFolder of(Path folder, ObjectNode inputs) throws IOException {
    if (!Files.exists(folder.resolve(MANIFEST))) {
      Files.createDirectories(folder.resolve(ROWS));
      ObjectNode fresh = Json.MAPPER.createObjectNode();
      fresh.put("schema", "reins/campaign-manifest/1");
      fresh.set(INPUTS, inputs);
      fresh.putObject(PARTS);
      CampaignFolder made = new CampaignFolder(folder, fresh);
      made.save();
      return made;
    }
    CampaignFolder found = open(folder);
    // As it was written: a number's type is not its value.
    JsonNode wanted = Json.MAPPER.readTree(Json.MAPPER.writeValueAsString(inputs));
    Iterator<String> names = wanted.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      JsonNode then = found.inputs().path(name);
      if (!then.equals(wanted.get(name))) {
        throw new ReinsException(
            "folder "
                + folder
                + " holds a campaign whose "
                + name
                + " is "
                + brief(then)
                + ", and here it is "
                + brief(wanted.get(name))
                + ": its rows would not be the same; give the same, or another --out");
      }
    }
    return found;
  }

  private static String brief(JsonNode node) {
    String text = node.isTextual() ? node.asText() : node.toString();
    return text.length() > 80 ? text.substring(0, 77) + "..." : text;
  }

  /**
   * Opens a folder with its rows.
   *
   * @throws ReinsException if it holds no campaign, or a part is damaged
   */
  static CampaignFolder open(Path folder) throws IOException {
    Path file = folder.resolve(MANIFEST);
    if (!Files.exists(file)) {
      throw new ReinsException(
          "folder " + folder + " holds no campaign: " + MANIFEST + " is missing");
    }
    if (!(readable(file) instanceof ObjectNode node)
        || !(node.get(INPUTS) instanceof ObjectNode)
        || !(node.get(PARTS) instanceof ObjectNode parts)) {
      throw new ReinsException(
          "file " + file + " is no manifest of a campaign: use another folder for --out");
    }
    CampaignFolder opened = new CampaignFolder(folder, node);
    for (var part : parts.properties()) {
      Path at = folder.resolve(ROWS).resolve(part.getKey());
      if (!Files.exists(at) || !TransitionFile.sha256(at).equals(part.getValue().asText())) {
        throw new ReinsException(
            "file "
                + at
                + " is missing or is not what the manifest says: start again in another folder");
      }
      opened.rows.addAll(RowFile.read(at));
    }
    return opened;
  }

  private static JsonNode readable(Path file) throws IOException {
    try {
      return Json.read(file);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new ReinsException("file " + file + " is no JSON: it is damaged", e);
    }
  }

  /** Everything that the rows depend on. */
  ObjectNode inputs() {
    return (ObjectNode) manifest.get(INPUTS);
  }

  /** All rows so far, in their order; a copy. */
  List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Adds a batch: first its file, then its hash. */
  void add(List<Row> batch) throws IOException {
    ObjectNode parts = (ObjectNode) manifest.get(PARTS);
    String name = String.format("part-%05d.parquet", parts.size());
    Path fresh = folder.resolve(name + ".new");
    RowFile.write(fresh, batch);
    replace(fresh, folder.resolve(ROWS).resolve(name));
    parts.put(name, TransitionFile.sha256(folder.resolve(ROWS).resolve(name)));
    rows.addAll(batch);
    manifest.put("rows", rows.size());
    manifest.put("rows_sha256", Row.sha256(rows));
    save();
  }

  private void save() throws IOException {
    Path fresh = folder.resolve(MANIFEST + ".new");
    Json.write(fresh, manifest);
    replace(fresh, folder.resolve(MANIFEST));
  }

  private static void replace(Path fresh, Path old) throws IOException {
    Files.move(fresh, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
