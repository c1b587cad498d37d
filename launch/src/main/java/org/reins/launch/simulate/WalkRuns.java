package org.reins.launch.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.reins.launch.report.Progress;
import org.reins.launch.simnode.Backend;
import org.reins.launch.walk.WalkDrive;
import org.reins.launch.walk.WalkDrive.Run;
import org.reins.launch.walk.WalkSetting;
import org.reins.launch.walk.WalkTable;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.sim.cell.WalkCell;
import org.reins.sim.legged.WalkScenario;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The walks of a legged robot's cell, in lockstep: each seed is a walk of each scenario. */
final class WalkRuns {
  private static final long SEED = 1;
  private static final Set<String> TAKEN =
      Set.of("--cell", "--seeds", "--seconds", "--backend", "--policy", "--barrier", "--json");

  private WalkRuns() {}

  /**
   * Refuses options that a walk has no use for.
   *
   * @throws ReinsException with one sentence that names the first
   */
  static void require(ParseResult given) {
    for (OptionSpec option : given.matchedOptions()) {
      if (!TAKEN.contains(option.longestName())) {
        throw new ReinsException(
            option.longestName()
                + " is for cells of arms: allowed with a cell of legs are "
                + TAKEN.stream().sorted().collect(Collectors.joining(", ")));
      }
    }
  }

  /**
   * Runs the cell and prints a table.
   *
   * @param seeds walks of each scenario and run
   * @return the figures
   */
  static ObjectNode run(WalkCell cell, int seeds, Backend backend, PrintStream out) {
    backend.require();
    List<WalkScenario> scenarios = cell.course().scenarios();
    WalkSetting setting =
        WalkSetting.of(cell, SEED, carrier -> backend.walker(carrier, cell.plant()));
    try (WalkDrive drive = WalkDrive.of(setting)) {
      drive.notes().forEach(n -> out.println("note: " + n));
      List<Run> runs = drive.runs();
      WalkTable table = new WalkTable(runs);
      Progress progress = new Progress(out, "sim");
      int done = 0;
      for (WalkScenario scenario : scenarios) {
        for (Run run : runs) {
          for (int k = 0; k < seeds; k++) {
            table.add(scenario, run, drive.suite(run).run(scenario, k));
            progress.at((double) ++done / (scenarios.size() * runs.size() * seeds), scenario.key());
          }
        }
      }
      progress.done();
      table.print(out);
      ObjectNode figures = Json.MAPPER.createObjectNode();
      figures
          .put("robot", cell.robot().name())
          .put("backend", backend.key())
          .put("seeds", seeds)
          .put("seconds", cell.course().seconds());
      table.write(figures);
      return figures;
    }
  }
}
