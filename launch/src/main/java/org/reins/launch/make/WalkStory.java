package org.reins.launch.make;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.sim.cell.WalkCell;

/** The runs of a legged robot's cell: falls, distance and broken limits. */
record WalkStory(WalkCell cell) implements CellStory {
  @Override
  public List<String> columns() {
    return List.of("episodes", "falls", "metres", "violations");
  }

  @Override
  public String legend() {
    return "An episode is a walk, and ends with a fall. Violations are motor periods with a"
        + " position, speed or torque of a joint beyond its limit.";
  }

  @Override
  public List<String> statements(JsonNode figures, JsonNode certificate) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "In closed loop, the robot falls in %d of %d walks: with confidence %s, it falls in at"
                + " most %.2f %% of such walks.",
            certificate.get("violating").asLong(),
            certificate.get("trajectories").asLong(),
            certificate.get("confidence").asText(),
            100 * certificate.get("epsilon").asDouble()));
    lines.add(
        String.format(
            Locale.ROOT,
            "The barrier's margin δ is %.4f. The table sums %d walks of %.0f s of each scenario.",
            certificate.get("delta").asDouble(),
            figures.get("seeds").asLong(),
            cell.course().seconds()));
    double metres = figures.get("unfiltered").get("metres").asDouble();
    if (metres > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "With the filter the robot covers %.0f %% of the distance that it covers without it.",
              100 * figures.get("filtered").get("metres").asDouble() / metres));
    }
    return lines;
  }
}
