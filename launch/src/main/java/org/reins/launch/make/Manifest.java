package org.reins.launch.make;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.reins.node.json.Json;
import org.reins.sim.TransitionFile;

/**
 * Which products of a folder belong to which inputs: for each stage, the hash of its inputs and of
 * each product. A product is only believed if both agree. Written after the products, as a whole.
 */
final class Manifest {
  private static final String FILE = "manifest.json";

  private final Path folder;
  private final ObjectNode stages;

  private Manifest(Path folder, ObjectNode stages) {
    this.folder = folder;
    this.stages = stages;
  }

  /** Reads the folder's manifest; one that is missing or damaged counts as empty. */
  static Manifest of(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (Files.exists(file) && Json.read(file) instanceof ObjectNode node) {
        return new Manifest(folder, node);
      }
    } catch (IOException e) {
      System.out.println("note: " + file + " is damaged and is not used: every stage runs again");
    }
    return new Manifest(folder, Json.MAPPER.createObjectNode());
  }

  /** Whether a stage's products are there, unchanged, and made from these inputs. */
  boolean isUpToDate(String stage, String inputs) throws IOException {
    JsonNode node = stages.path(stage);
    if (!node.path("inputs").asText().equals(inputs)) {
      return false;
    }
    Iterator<Map.Entry<String, JsonNode>> products = node.path("products").properties().iterator();
    while (products.hasNext()) {
      Map.Entry<String, JsonNode> product = products.next();
      Path file = folder.resolve(product.getKey());
      if (!Files.exists(file) || !TransitionFile.sha256(file).equals(product.getValue().asText())) {
        return false;
      }
    }
    return true;
  }

  /** Enters a finished stage. */
  void enter(String stage, String inputs, List<String> products) throws IOException {
    ObjectNode node = stages.putObject(stage);
    node.put("inputs", inputs);
    ObjectNode hashes = node.putObject("products");
    for (String product : products) {
      hashes.put(product, TransitionFile.sha256(folder.resolve(product)));
    }
    Path fresh = folder.resolve(FILE + ".new");
    Json.write(fresh, stages);
    Files.move(
        fresh,
        folder.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
