package org.reins.launch.make;

import com.fasterxml.jackson.databind.JsonNode;
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
  public String episodes() {
    return "episodes";
  }

  @Override
  public String lost() {
    return "enter a zone";
  }

  @Override
  public String unit() {
    return " m";
  }

  @Override
  public String summed(JsonNode figures) {
    return String.format(
        Locale.ROOT,
        "%d seeds of %.0f s at envelope level %d",
        figures.get("filtered").get("by_seed").size(),
        cell.task().seconds(),
        cell.level());
  }

  @Override
  public String worth() {
    return "goals";
  }

  @Override
  public String cost() {
    return "With the filter the arm reaches %.0f %% of the goals that it reaches without it.";
  }
}
