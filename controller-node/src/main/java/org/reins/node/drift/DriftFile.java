package org.reins.node.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.reins.node.json.Json;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/** The file of a drift chain: JSON of schema reins/drift/1 with the counts of the chain. */
public final class DriftFile {
  private static final String SCHEMA = "reins/drift/1";

  private DriftFile() {}

  public static void write(Path path, DriftModel model) throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("schema", SCHEMA);
    root.put("levels", model.states().levels());
    root.put("bins", DriftState.BINS);
    root.put("step_s", model.step());
    root.put("horizon_steps", model.horizonSteps());
    root.put("threshold", model.threshold());
    ArrayNode counts = root.putArray("counts");
    double[][] all = model.chain().counts();
    for (int from = 0; from < all.length; from++) {
      for (int to = 0; to < all[from].length; to++) {
        if (all[from][to] > 0) {
          counts.addArray().add(from).add(to).add((long) all[from][to]);
        }
      }
    }
    Json.write(path, root);
  }

  /**
   * Parses a file.
   *
   * @param name name of the file, for messages
   * @throws ReinsException with one sentence if it is not a drift chain
   */
  public static DriftModel parse(String name, byte[] bytes) {
    try {
      JsonNode root = Json.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (!SCHEMA.equals(root.path("schema").asText())
          || root.path("bins").asInt() != DriftState.BINS) {
        throw new ReinsException(
            "drift file "
                + name
                + " is not of schema "
                + SCHEMA
                + " with "
                + DriftState.BINS
                + " bins");
      }
      DriftState states = new DriftState(root.path("levels").asInt());
      AbsorbingChain chain = new AbsorbingChain(states.count());
      for (JsonNode c : root.path("counts")) {
        chain.add(c.path(0).asInt(), c.path(1).asInt(), c.path(2).asDouble());
      }
      return new DriftModel(
          states,
          chain,
          root.path("step_s").asDouble(),
          root.path("horizon_steps").asInt(),
          root.path("threshold").asDouble());
    } catch (JsonProcessingException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ReinsException("drift file " + name + " cannot be used: " + OneLine.reason(e), e);
    }
  }
}
