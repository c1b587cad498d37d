package org.reins.launch.make;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.sim.cell.Cell;

/** The runs of an arm's cell: goals and violations. */
record ArmStory(Cell cell) implements CellStory {
  @Override
  public List<String> columns() {
    return List.of("goals", "violations", "zone", "obstacle", "table");
  }

  @Override
  public String legend() {
    return "An event is an unbroken stretch of one kind; violations counts all kinds.";
  }

  @Override
  public List<String> statements(JsonNode figures, JsonNode certificate) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "In closed loop, %d of %d episodes enter a zone: with confidence %s, at most %.2f %% of"
                + " such episodes do.",
            certificate.get("violating").asLong(),
            certificate.get("trajectories").asLong(),
            certificate.get("confidence").asText(),
            100 * certificate.get("epsilon").asDouble()));
    lines.add(
        String.format(
            Locale.ROOT,
            "The barrier's margin δ is %.4f m. The table sums %d seeds of %.0f s at envelope level"
                + " %d.",
            certificate.get("delta").asDouble(),
            figures.get("filtered").get("by_seed").size(),
            cell.task().seconds(),
            cell.level()));
    double goals = figures.get("unfiltered").get("goals").asDouble();
    if (goals > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "With the filter the arm reaches %.0f %% of the goals that it reaches without it.",
              100 * figures.get("filtered").get("goals").asDouble() / goals));
    }
    return lines;
  }
}
