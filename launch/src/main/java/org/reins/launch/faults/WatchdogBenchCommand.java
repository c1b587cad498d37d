package org.reins.launch.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.reins.node.json.Json;
import org.reins.node.watchdog.OperatorLink.View;
import org.reins.node.watchdog.WatchdogState;
import org.reins.robot.ReinsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How fast the watchdog has the robot when the filter's process fails, and how often for nothing.
 */
@Command(
    name = "watchdog",
    description =
        "Runs robot, filter, planner and watchdog as processes; counts trips without a fault; then"
            + " kills, stops, pauses, fills and crashes the filter, and times the safe command from"
            + " when the heartbeat was due.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class WatchdogBenchCommand implements Callable<Integer> {
  @Option(names = "--robot", description = "Robot name or file.")
  private String robot = "panda";

  @Option(names = "--mode", description = "output.mode of the filter; unitree for legs.")
  private String mode = "effort";

  @Option(names = "--driver", description = "Profile of an arm's driver.")
  private String driver = "broadcaster";

  @Option(names = "--timeout", description = "Of the watchdog, ms, 5 to 200.")
  private double timeout = 15;

  @Option(names = "--quiet", description = "Seconds without a fault, 0 to 3600.")
  private double quiet = 60;

  @Option(names = "--repeats", description = "Trials of each fault, 0 to 1000.")
  private int repeats = 20;

  @Option(names = "--only", split = ",", description = "Faults to inject: W01 to W05.")
  private List<String> only = Arrays.stream(ProcessFault.values()).map(ProcessFault::id).toList();

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    requireOptions();
    Path folder = Files.createTempDirectory("reins-watchdog");
    ObjectNode figures = Json.MAPPER.createObjectNode();
    figures.put("robot", robot).put("mode", mode).put("driver", driver).put("timeout_ms", timeout);
    boolean safe;
    WatchedGraph graph =
        new WatchedGraph(new WatchedGraph.Setup(robot, mode, driver, timeout), folder);
    try (graph) {
      EndOfProcess end = new EndOfProcess(graph::endProcesses);
      graph.awaitActive();
      runQuietly(graph, figures);
      safe = inject(graph, figures.putArray("faults"));
      graph.operator().endRun();
      Operator.await(() -> graph.world().isDone(), 30);
      end.cancel();
    }
    report(graph, figures);
    System.out.println("logs: " + folder);
    if (json != null) {
      Json.write(json, figures);
    }
    return safe ? 0 : 1;
  }

  private void requireOptions() {
    if (!(quiet >= 0 && quiet <= 3600)) {
      throw new ReinsException("--quiet is " + quiet + ": allowed is 0 to 3600 s");
    }
    if (repeats < 0 || repeats > 1000) {
      throw new ReinsException("--repeats is " + repeats + ": allowed is 0 to 1000");
    }
    List<String> ids = Arrays.stream(ProcessFault.values()).map(ProcessFault::id).toList();
    for (String one : only) {
      if (!ids.contains(one)) {
        throw new ReinsException("--only names " + one + ": allowed is " + ids);
      }
    }
  }

  private void runQuietly(WatchedGraph graph, ObjectNode figures) throws InterruptedException {
    long ticks = Math.round(10 * quiet);
    long before = graph.watchdog().view().trip();
    int stops = 0;
    for (long k = 0; k < ticks; k++) {
      TimeUnit.MILLISECONDS.sleep(100);
      if (graph.watchdog().view().state() == WatchdogState.TRIPPED) {
        graph.watchdog().reset();
      }
      if (!graph.operator().drives()) {
        stops += graph.operator().reset().isEmpty() ? 1 : 0;
      }
    }
    View now = graph.watchdog().view();
    long trips = now.trip() - before;
    System.out.printf(
        Locale.ROOT,
        "%.0f s without a fault: %d trips, %d stops of the filter were reset; longest pause of the"
            + " watchdog itself %.1f ms%n",
        quiet,
        trips,
        stops,
        now.longestGap() / 1e6);
    figures
        .put("quiet_s", quiet)
        .put("false_trips", trips)
        .put("stops_reset", stops)
        .put("longest_pause_ms", now.longestGap() / 1e6);
  }

  private boolean inject(WatchedGraph graph, ArrayNode out)
      throws IOException, InterruptedException {
    WatchdogTrial trial = new WatchdogTrial(graph);
    boolean all = true;
    System.out.printf(
        "%-46s %8s %10s %10s %10s%n", "fault", "safe", "median ms", "most ms", "rest ms");
    for (ProcessFault fault : ProcessFault.values()) {
      if (!only.contains(fault.id()) || repeats == 0) {
        continue;
      }
      List<WatchdogTrial.Result> results = new ArrayList<>();
      for (int k = 0; k < repeats; k++) {
        results.add(trial.run(fault));
      }
      all &= tell(fault, results, out.addObject());
    }
    if (trial.brokenStarts() > 0) {
      System.out.printf(
          "a filter ended by itself before it drove, and was started again: %d times%n",
          trial.brokenStarts());
    }
    return all;
  }

  private static boolean tell(
      ProcessFault fault, List<WatchdogTrial.Result> results, ObjectNode out) {
    long safe = results.stream().filter(WatchdogTrial.Result::isSafe).count();
    double[] times =
        results.stream().mapToDouble(WatchdogTrial.Result::commandMs).sorted().toArray();
    double rest =
        results.stream().mapToDouble(WatchdogTrial.Result::restMs).max().orElse(Double.NaN);
    double median = times[times.length / 2];
    double most = times[times.length - 1];
    System.out.printf(
        Locale.ROOT,
        "%-46s %8s %10.1f %10.1f %10.0f%n",
        fault.id() + " " + fault.words(),
        safe + "/" + results.size(),
        median,
        most,
        rest);
    out.put("id", fault.id())
        .put("name", fault.words())
        .put("trials", results.size())
        .put("safe", safe)
        .put("command_ms_median", median)
        .put("command_ms_max", most)
        .put("rest_ms_max", rest);
    ArrayNode each = out.putArray("each");
    results.forEach(r -> r.put(each.addObject()));
    return safe == results.size();
  }

  /** The robot's own judge on the whole run. */
  private static void report(WatchedGraph graph, ObjectNode figures) throws IOException {
    if (!Files.isRegularFile(graph.world().report())) {
      System.out.println("the robot left no report: " + graph.world().log());
      return;
    }
    JsonNode world = Json.read(graph.world().report());
    ObjectNode kept = ((ObjectNode) world).deepCopy();
    kept.remove(List.of("trace", "trace_columns"));
    figures.set("robot_report", kept);
    JsonNode kinds = world.path("violations_by_kind");
    System.out.println(
        "violations in "
            + Math.round(world.path("seconds").asDouble())
            + " s, by the simulator's truth: "
            + (kinds.isMissingNode() ? world.toString() : kinds.toString()));
  }
}
