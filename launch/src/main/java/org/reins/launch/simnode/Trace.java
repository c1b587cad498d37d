package org.reins.launch.simnode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The recorded values of a run for plots: one row every 20 ms, on arrays allocated before the run.
 */
public final class Trace {
  /** Columns of a row. */
  public static final List<String> COLUMNS =
      List.of(
          "time_s",
          "tool_x",
          "tool_y",
          "tool_z",
          "goal_x",
          "goal_y",
          "goal_z",
          "zone_clearance_m",
          "table_clearance_m",
          "speed_share",
          "torque_share");

  private final double[][] rows;
  private int count;

  Trace(int capacity) {
    rows = new double[capacity][COLUMNS.size()];
  }

  /** The next row to fill, or null when the trace is full. */
  double[] next() {
    return count < rows.length ? rows[count++] : null;
  }

  /** Writes columns and rows into a report. */
  void write(ObjectNode out) {
    ArrayNode columns = out.putArray("trace_columns");
    COLUMNS.forEach(columns::add);
    ArrayNode written = out.putArray("trace");
    for (int i = 0; i < count; i++) {
      ArrayNode row = written.addArray();
      for (double v : rows[i]) {
        row.add(Math.round(v * 1e5) / 1e5);
      }
    }
  }
}
