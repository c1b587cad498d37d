package org.reins.launch.make;

import com.fasterxml.jackson.databind.JsonNode;
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
  public String episodes() {
    return "walks";
  }

  @Override
  public String lost() {
    return "end in a fall";
  }

  @Override
  public String unit() {
    return "";
  }

  @Override
  public String summed(JsonNode figures) {
    return String.format(
        Locale.ROOT,
        "%d walks of %.0f s of each scenario",
        figures.get("seeds").asLong(),
        cell.course().seconds());
  }

  @Override
  public String worth() {
    return "metres";
  }

  @Override
  public String cost() {
    return "With the filter the robot covers %.0f %% of the distance that it covers without it.";
  }
}
