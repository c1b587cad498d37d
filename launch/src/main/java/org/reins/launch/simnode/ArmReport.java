package org.reins.launch.simnode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reins.node.json.Json;
import org.reins.sim.Violation;

/** What a simulated arm says when its run has ended. */
final class ArmReport {
  private ArmReport() {}

  static ObjectNode of(RobotNode node, RobotRun run) {
    ObjectNode out = Json.MAPPER.createObjectNode();
    ObjectNode kinds = out.putObject("violations_by_kind");
    ObjectNode steps = out.putObject("violation_steps_by_kind");
    for (Violation v : Violation.values()) {
      kinds.put(v.key(), node.judge().events(v));
      steps.put(v.key(), node.judge().steps(v));
    }
    out.put("violations", node.judge().events());
    ArrayNode first = out.putArray("first_violations");
    for (ViolationNote v : node.notes()) {
      first
          .addObject()
          .put("seconds", v.time())
          .put("kind", v.kind().key())
          .put("commands_missing_before", v.commandsMissing())
          .put("host_stall_periods_before", v.periodsStood())
          .put("braking", v.braking());
    }
    out.put("goals", node.task().reached());
    // The goal drawn in the last instant was never to be reached.
    out.put(
        "goals_offered",
        Math.min(
            node.task().offered(), (int) Math.ceil(node.worldTime() / run.slotSeconds() - 1e-6)));
    out.put("min_zone_clearance_m", node.judge().minZoneClearance());
    out.put("min_table_clearance_m", node.judge().minTableClearance());
    out.put("seconds", node.worldTime());
    out.put("commands_missing", node.commandsMissing());
    out.put("brake_stops", node.brakeStops());
    out.put("host_stall_periods", node.slips());
    out.put("longest_host_stall_ms", node.longestSlip() / 1e6);
    out.put("push_nanos", node.pushNanos());
    out.put("end_nanos", node.endNanos());
    out.put("scheduling_warning", node.schedulingWarning());
    ArrayNode columns = out.putArray("trace_columns");
    Trace.COLUMNS.forEach(columns::add);
    ArrayNode rows = out.putArray("trace");
    for (int i = 0; i < node.trace().count(); i++) {
      ArrayNode row = rows.addArray();
      for (double v : node.trace().row(i)) {
        row.add(Math.round(v * 1e5) / 1e5);
      }
    }
    return out;
  }
}
