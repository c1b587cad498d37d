package org.reins.launch.walk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reins.launch.walk.WalkDrive.Run;
import org.reins.launch.walk.WalkSuite.Outcome;
import org.reins.sim.legged.WalkScenario;

/** Outcomes of walks by scenario and run, to be printed and written as JSON. Not thread-safe. */
public final class WalkTable {
  private static final Map<Run, String> LABELS =
      Map.of(
          Run.UNFILTERED, "bare", Run.FILTERED, "filter", Run.WITHOUT_BARRIER, "without barrier");

  private final List<Run> runs;
  private final Map<WalkScenario, Map<Run, Outcome>> outcomes = new LinkedHashMap<>();

  /** Creates an empty table with a group of columns for each run. */
  public WalkTable(List<Run> runs) {
    this.runs = List.copyOf(runs);
  }

  /** Adds the outcome of one or more walks. */
  public void add(WalkScenario scenario, Run run, Outcome outcome) {
    outcomes
        .computeIfAbsent(scenario, s -> new EnumMap<>(Run.class))
        .merge(run, outcome, Outcome::plus);
  }

  /** Outcome of a scenario in a run so far. */
  public Outcome of(WalkScenario scenario, Run run) {
    return outcomes.getOrDefault(scenario, Map.of()).getOrDefault(run, Outcome.NONE);
  }

  /** Outcome of all scenarios in a run so far. */
  public Outcome total(Run run) {
    Outcome all = Outcome.NONE;
    for (WalkScenario scenario : outcomes.keySet()) {
      all = all.plus(of(scenario, run));
    }
    return all;
  }

  /** Prints the table: one line per scenario, and one for all. */
  public void print(PrintStream out) {
    out.printf("%n%-14s %9s", "", "");
    for (Run run : runs) {
      out.printf(
          " | %-24s%s", LABELS.get(run), run == Run.UNFILTERED ? " " : "   twists   torques");
    }
    out.printf("%n%-14s %9s", "scenario", "episodes");
    for (Run run : runs) {
      out.printf(
          " | %6s %9s %8s%s",
          "falls",
          "metres",
          "limits",
          run == Run.UNFILTERED
              ? ""
              : String.format(Locale.ROOT, " %9s %9s", "changed", "changed"));
    }
    out.println();
    outcomes.keySet().forEach(s -> line(out, s.key(), run -> of(s, run)));
    line(out, "all", this::total);
    out.println(
        "limits: motor periods with a position, speed or torque of a joint beyond its limit");
  }

  private void line(
      PrintStream out, String name, java.util.function.Function<Run, Outcome> outcome) {
    out.printf(Locale.ROOT, "%-14s %9d", name, outcome.apply(runs.get(0)).episodes());
    for (Run run : runs) {
      Outcome o = outcome.apply(run);
      out.printf(Locale.ROOT, " | %6d %9.1f %8d", o.falls(), o.metres(), o.limits());
      if (run != Run.UNFILTERED) {
        out.printf(
            Locale.ROOT, " %8.1f%% %8.1f%%", 100 * o.changedTwists(), 100 * o.changedTorques());
      }
    }
    out.println();
  }

  /** Writes the figures: {@code scenarios}, and each run's sum under its key. */
  public void write(ObjectNode node) {
    ObjectNode scenarios = node.putObject("scenarios");
    for (WalkScenario scenario : outcomes.keySet()) {
      ObjectNode s = scenarios.putObject(scenario.key());
      runs.forEach(run -> put(s.putObject(run.key()), of(scenario, run)));
    }
    runs.forEach(run -> put(node.putObject(run.key()), total(run)));
  }

  private static void put(ObjectNode node, Outcome o) {
    node.put("episodes", o.episodes())
        .put("falls", o.falls())
        .put("metres", o.metres())
        .put("seconds_on_feet", o.seconds())
        .put("position_violation_periods", o.position())
        .put("speed_violation_periods", o.speed())
        .put("torque_violation_periods", o.torque())
        .put("violations", o.limits())
        .put("changed_twists_share", o.changedTwists())
        .put("changed_torques_share", o.changedTorques());
  }
}
