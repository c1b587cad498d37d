package org.reins.node.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.LoopStatistics;
import org.reins.node.json.Json;
import org.reins.node.planner.LevelChange;
import org.reins.node.planner.PlannerNode;

/** The final reports of the filter and the planner. */
public final class NodeReports {
  private NodeReports() {}

  /** The loop's times, in µs, and what the filter did, in cycles. */
  public static ObjectNode of(FilterNode node) {
    LoopStatistics s = node.statistics();
    ObjectNode out = Json.MAPPER.createObjectNode();
    out.put("cycles", s.cycles);
    out.put("loop_hz", s.hertz());
    histogram(out.putObject("period_us"), s.period);
    histogram(out.putObject("step_us"), s.step);
    histogram(out.putObject("response_us"), s.response);
    out.put("deadline_misses", s.deadlineMisses);
    out.put("late_commands", s.lateCommands);
    out.put("states_lost", s.statesLost);
    out.put("cycles_without_state", s.cyclesWithoutState);
    out.put("commands_refused", s.commandsRefused);
    out.put("bytes_allocated", s.bytesAllocated);
    out.put("bytes_per_cycle", s.cycles == 0 ? 0 : (double) s.bytesAllocated / s.cycles);
    out.put("barrier_active_cycles", s.barrierActiveCycles);
    out.put("modified_cycles", s.modifiedCycles);
    out.put("slowdown_cycles", s.slowdownCycles);
    out.put("fallback_cycles", s.fallbackCycles);
    out.put("stop_reason", s.stopped.name().toLowerCase(Locale.ROOT));
    if (Double.isFinite(s.minBarrierMargin)) {
      out.put("min_barrier_margin", s.minBarrierMargin);
    }
    out.put("scheduling_warning", node.schedulingWarning());
    return out;
  }

  private static void histogram(ObjectNode out, Histogram h) {
    out.put("median", h.getValueAtPercentile(50) / 1e3);
    out.put("p99", h.getValueAtPercentile(99) / 1e3);
    out.put("p999", h.getValueAtPercentile(99.9) / 1e3);
    out.put("max", h.getMaxValue() / 1e3);
  }

  /** The changes of the envelope level. */
  public static ObjectNode of(PlannerNode node) {
    ObjectNode out = Json.MAPPER.createObjectNode();
    int max = 0;
    ArrayNode changes = out.putArray("changes");
    for (LevelChange c : node.changes()) {
      max = Math.max(max, c.to());
      changes
          .addObject()
          .put("nanos", c.nanos())
          .put("from", c.from())
          .put("to", c.to())
          .put("why", c.why());
    }
    out.put("max_level", max);
    out.put("level_changes", node.changes().size());
    return out;
  }
}
