package org.reins.launch.make;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.WalkCell;

/**
 * What the report says about the runs of a kind of cell.
 *
 * @param columns the keys of each run's figures that are shown
 * @param legend what the columns mean, for the reader of the table
 * @param episodes what an episode is called, in the plural
 * @param lost what lost episodes do, in the plural
 * @param unit of the barrier's margin, with a space before it; empty if it has none
 * @param summed which runs the table sums, from the figures of {@code ./reins sim}
 * @param worth the key of the figure that tells what the filter costs
 * @param cost what the filter costs, with a place for a percentage
 */
record CellStory(
    List<String> columns,
    String legend,
    String episodes,
    String lost,
    String unit,
    Function<JsonNode, String> summed,
    String worth,
    String cost) {
  /** An arm's runs: goals and violations. */
  static CellStory of(Cell cell) {
    return new CellStory(
        List.of("goals", "violations", "zone", "obstacle", "table"),
        "An event is an unbroken stretch of one kind; violations counts all kinds.",
        "episodes",
        "enter a zone",
        " m",
        figures ->
            String.format(
                Locale.ROOT,
                "%d seeds of %.0f s at envelope level %d",
                figures.get("filtered").get("by_seed").size(),
                cell.task().seconds(),
                cell.level()),
        "goals",
        "With the filter the arm reaches %.0f %% of the goals that it reaches without it.");
  }

  /** A legged robot's runs: falls, distance and broken limits. */
  static CellStory of(WalkCell cell) {
    return new CellStory(
        List.of("episodes", "falls", "metres", "violations"),
        "An episode is a walk, and ends with a fall. Violations are motor periods with a position,"
            + " speed or torque of a joint beyond its limit.",
        "walks",
        "end in a fall",
        "",
        figures ->
            String.format(
                Locale.ROOT,
                "%d walks of %.0f s of each scenario",
                figures.get("seeds").asLong(),
                cell.course().seconds()),
        "metres",
        "With the filter the robot covers %.0f %% of the distance that it covers without it.");
  }
}
