package org.reins.launch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.reins.launch.faults.ControllerGraph;
import org.reins.launch.faults.ControllerTrial;
import org.reins.launch.faults.NativeCore;
import org.reins.launch.process.Domains;
import org.reins.launch.report.Progress;
import org.reins.launch.roscontrol.ControllerParameters;
import org.reins.launch.roscontrol.RosInstall;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * From state to command over the shared memory of reins_controller, and what a dead filter does.
 */
@Command(
    name = "controller",
    description = {
      "Runs the filter's process behind the C++ core of launch/reins_controller, which it builds first"
          + " (cmake, g++). Times a state and its command at 1 kHz over shared memory and, in the same"
          + " run, over topics; then kills and stops the filter while it drives, and says where the"
          + " robot came to rest.",
      "Example: reins bench controller --trips 20000 --repeats 20"
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ControllerBenchCommand implements Callable<Integer> {
  private static final int FIFO_PRIORITY = 45;
  private static final int WAIT_MICROS = 900;
  private static final int SETTLING_SECONDS = 3;

  @Option(names = "--trips", description = "States of each kind, 0 for none, to 1000000.")
  private int trips = 20_000;

  @Option(names = "--repeats", description = "Trials of each fault, 0 to 1000.")
  private int repeats = 20;

  @Option(
      names = "--mode",
      description = "output.mode of the faults: effort, velocity or position.")
  private String mode = "velocity";

  @Option(
      names = "--ros2",
      description =
          "With the controller manager of the sourced ROS 2 and its simulated hardware, instead of"
              + " the core alone. It must have ros2_control and reins_controller.")
  private boolean ros2;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    if (trips != 0 && (trips < 100 || trips > 1_000_000)) {
      throw new ReinsException("--trips is " + trips + ": allowed is 0, and 100 to 1000000");
    }
    if (repeats < 0 || repeats > 1000) {
      throw new ReinsException("--repeats is " + repeats + ": allowed is 0 to 1000");
    }
    if (!ControllerParameters.MODES.contains(mode)) {
      throw new ReinsException(
          "--mode is " + mode + ": allowed is " + String.join(", ", ControllerParameters.MODES));
    }
    if (ros2 && !RosInstall.missing().isEmpty()) {
      throw new ReinsException("--ros2: " + RosInstall.missing());
    }
    Path folder = Files.createTempDirectory("reins-controller");
    Path build = Path.of(System.getProperty("java.io.tmpdir"), "reins-controller-core");
    Path program = ros2 ? null : NativeCore.build(build, List.of("sim_arm")).resolve("sim_arm");
    ObjectNode figures = Json.MAPPER.createObjectNode();
    HostInfo.put(figures);
    System.out.println(HostInfo.describe());
    if (trips > 0) {
      latency(program, folder, figures);
    }
    boolean safe = repeats == 0 || faults(program, folder, figures.putObject("faults"));
    System.out.println("logs: " + folder);
    if (json != null) {
      Json.write(json, figures);
    }
    return safe ? 0 : 1;
  }

  private void latency(Path program, Path folder, ObjectNode figures) throws Exception {
    System.out.printf("%-28s %9s %9s %9s %9s%n", "us", "median", "p99", "p99.9", "lost");
    new RoundTripBenchCommand(trips, Domains.free())
        .throughFilter(folder.resolve("topics"), figures.putObject("topics_us"));
    ControllerGraph.Setup setup =
        ros2
            ? ControllerGraph.Setup.managed("effort", false)
            : new ControllerGraph.Setup(program, "effort", false, WAIT_MICROS, 0, FIFO_PRIORITY);
    Path own = folder.resolve("shared");
    try (ControllerGraph graph = new ControllerGraph(setup, own)) {
      graph.awaitDriven();
      TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
      graph.latency();
      Progress progress = new Progress(System.err, "over shared memory");
      long before = graph.status().path("cycle").asLong();
      long cycles = 0;
      while (cycles < trips) {
        TimeUnit.MILLISECONDS.sleep(100);
        // A busy machine stops the robot, which is counted; then it is timed on.
        graph.awaitDriven();
        cycles = graph.status().path("cycle").asLong() - before;
        progress.at(Math.min(1, (double) cycles / trips), "timing");
      }
      progress.done();
      JsonNode shared = graph.latency();
      long trips = graph.status().path("trips").asLong();
      graph.endFilter();
      JsonNode step = Json.read(graph.report()).path("step_us");
      print("over shared memory", shared, shared.path("unanswered").asLong());
      print("  of this the filter step", step, 0);
      System.out.printf(
          Locale.ROOT,
          "    added to the step: median %.1f us; the controller took the robot %d times%n",
          shared.path("median").asDouble() - step.path("median").asDouble(),
          trips);
      figures.set("shared_us", shared);
      figures.set("step_us", step);
      figures.put("controller_stops", trips);
    }
  }

  private static void print(String what, JsonNode us, long lost) {
    System.out.printf(
        Locale.ROOT,
        "%-28s %9.1f %9.1f %9.1f %9d%n",
        what,
        us.path("median").asDouble(),
        us.path("p99").asDouble(),
        us.path("p999").asDouble(),
        lost);
  }

  private boolean faults(Path program, Path folder, ObjectNode figures) throws Exception {
    ControllerGraph.Setup setup =
        ros2
            ? ControllerGraph.Setup.managed(mode, true)
            : new ControllerGraph.Setup(program, mode, true, 0, 0, FIFO_PRIORITY);
    boolean safe;
    try (ControllerGraph graph = new ControllerGraph(setup, folder.resolve("faults"))) {
      graph.awaitDriven();
      ControllerTrial trial = new ControllerTrial(graph);
      System.out.printf(
          "%-28s %8s %10s %12s %10s %10s%n",
          "fault, " + mode, "safe", "most rad/s", "most cycles", "most ms", "violations");
      List<ControllerTrial.Result> stopped = new ArrayList<>();
      List<ControllerTrial.Result> killed = new ArrayList<>();
      Progress progress = new Progress(System.err, "faults");
      for (int k = 0; k < repeats; k++) {
        stopped.add(trial.stop());
        progress.at((k + 1.0) / repeats / 2, "kill -STOP");
      }
      for (int k = 0; k < repeats; k++) {
        killed.add(trial.kill(k < repeats - 1));
        progress.at(0.5 + (k + 1.0) / repeats / 2, "kill -9");
      }
      progress.done();
      if (graph.brokenStarts() > 0) {
        System.out.printf(
            "a filter ended by itself before it drove, and was started again: %d times%n",
            graph.brokenStarts());
      }
      figures.put("broken_starts", graph.brokenStarts());
      safe = tell("kill -STOP", stopped, figures.putObject("stop"));
      safe &= tell("kill -9", killed, figures.putObject("kill"));
    }
    return safe;
  }

  /** Cycles are those from the controller's decision until all joints rest. */
  private static boolean tell(String what, List<ControllerTrial.Result> results, ObjectNode out) {
    long safe = results.stream().filter(ControllerTrial.Result::isSafe).count();
    double speed = results.stream().mapToDouble(ControllerTrial.Result::speed).max().orElse(0);
    long cycles = results.stream().mapToLong(ControllerTrial.Result::brakeCycles).max().orElse(0);
    double ms = results.stream().mapToDouble(ControllerTrial.Result::restMs).max().orElse(0);
    long violations =
        results.stream().mapToLong(ControllerTrial.Result::violations).max().orElse(0);
    System.out.printf(
        Locale.ROOT,
        "%-28s %8s %10.2f %12d %10.0f %10d%n",
        what,
        safe + "/" + results.size(),
        speed,
        cycles,
        ms,
        violations);
    out.put("trials", results.size())
        .put("safe", safe)
        .put("speed_max", speed)
        .put("brake_cycles_max", cycles)
        .put("rest_ms_max", ms)
        .put("violations", violations);
    ArrayNode each = out.putArray("each");
    results.forEach(r -> r.put(each.addObject()));
    return safe == results.size();
  }
}
