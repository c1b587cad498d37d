package org.reins.launch.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.launch.report.Progress;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.sim.system.Boat;
import org.reins.sim.system.Episodes;
import org.reins.sim.system.GridValue;
import org.reins.sim.system.Guards;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Effect of sampling and delay on a filter with a perfect barrier. */
@Command(
    name = "boat",
    description =
        "Counts violations of the boat problem under its exact value function: over alpha, with and"
            + " without the margin for sampling, and with delay.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BoatBenchCommand implements Callable<Integer> {
  private static final double[] ALPHAS = {1, 2, 5, 10, 20, 50};
  private static final int MOST_DELAY = 3;

  private final Boat boat = new Boat();
  private final GridValue kernel = new GridValue(boat);
  private final Episodes runner = new Episodes(boat, kernel);
  private final Guards guards = new Guards(boat);

  @Option(names = "--episodes", description = "Episodes of each setting, 1 to 1000000.")
  private int episodes = 5_000;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    if (episodes < 1 || episodes > 1_000_000) {
      throw new ReinsException("--episodes is " + episodes + ": allowed is 1 to 1000000");
    }
    ObjectNode figures = Json.MAPPER.createObjectNode();
    HostInfo.put(figures);
    ArrayNode runs = figures.putArray("runs");
    Progress progress = new Progress(System.err, "boat");
    System.out.printf(
        "%6s %6s %6s %-7s | %9s %9s %9s %9s %12s%n",
        "alpha",
        "margin",
        "delay",
        "",
        "episodes",
        "violating",
        "filtered",
        "return",
        "smallest h, m");
    int done = 0;
    int all = 2 * ALPHAS.length + 3 * MOST_DELAY;
    for (double alpha : ALPHAS) {
      for (boolean margin : new boolean[] {false, true}) {
        report(runs, alpha, margin, 0, true);
        progress.at((double) ++done / all, "");
      }
    }
    for (int delay = 1; delay <= MOST_DELAY; delay++) {
      report(runs, 50, true, delay, false);
      progress.at((double) ++done / all, "");
      for (double alpha : new double[] {10, 50}) {
        report(runs, alpha, true, delay, true);
        progress.at((double) ++done / all, "");
      }
    }
    progress.done();
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  private void report(ArrayNode runs, double alpha, boolean margin, int delay, boolean told) {
    double period = boat.period();
    int known = told ? delay : 0;
    Episodes.Result result =
        runner.run(
            () ->
                margin
                    ? guards.sampled(kernel.view(), 0, alpha, period, known)
                    : guards.barrier(kernel.view(), 0, alpha, period, known),
            new Episodes.Conditions(episodes, period, delay, 0, 1));
    System.out.printf(
        Locale.ROOT,
        "%6.0f %6s %6d %-7s | %9d %9d %8.1f%% %9.1f %12.5f%n",
        alpha,
        margin ? "yes" : "no",
        delay,
        delay == 0 ? "" : told ? "told" : "untold",
        result.episodes(),
        result.violating(),
        100 * result.changed(),
        result.meanReturn(),
        result.deepest());
    runs.addObject()
        .put("alpha", alpha)
        .put("margin", margin)
        .put("delay_periods", delay)
        .put("told", told)
        .put("episodes", result.episodes())
        .put("violating", result.violating())
        .put("filtered_share", result.changed())
        .put("mean_return", result.meanReturn())
        .put("smallest_h_m", result.deepest());
  }
}
