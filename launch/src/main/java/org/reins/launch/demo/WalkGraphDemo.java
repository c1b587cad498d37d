package org.reins.launch.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.process.Domains;
import org.reins.launch.process.NodeProcess;
import org.reins.launch.report.Progress;
import org.reins.launch.simnode.Backend;
import org.reins.node.json.Json;
import org.reins.node.policy.DescribedPolicies;
import org.reins.robot.model.RobotModel;
import org.reins.sim.legged.WalkScenario;

/**
 * A legged robot on the graph, in real time: robot, policy, filter and planner as processes over
 * DDS, some scenarios each with the filter off and on. The filter sends motor targets.
 */
final class WalkGraphDemo {
  private static final int ATTEMPTS = 3;

  private final RobotModel robot;
  private final List<WalkScenario> wanted;
  private final double seconds;
  private final long seed;
  private final Backend backend;
  private final Integer domain;
  private final String policyFile;
  private final String barrierFile;

  /**
   * Prepares a demo.
   *
   * @param backend simulator to use; it must be available
   * @param domain DDS domain; null selects a free one
   * @param policy built-in, none for the bare gait, a description, or an ONNX file
   * @param barrier built-in, none, or a barrier file
   */
  WalkGraphDemo(
      RobotModel robot,
      List<WalkScenario> scenarios,
      double seconds,
      long seed,
      Backend backend,
      Integer domain,
      String policy,
      String barrier) {
    this.robot = robot;
    wanted = List.copyOf(scenarios);
    this.seconds = seconds;
    this.seed = seed;
    this.backend = backend;
    this.domain = domain;
    policyFile = LearnedModels.forRobot(robot, policy);
    barrierFile = LearnedModels.forRobot(robot, barrier);
  }

  /** Runs everything and prints a table; logs and reports remain in a folder. */
  ObjectNode run(Path folder, DemoPage page, PrintStream out)
      throws IOException, InterruptedException {
    ObjectNode figures = Json.MAPPER.createObjectNode();
    figures
        .put("robot", robot.name())
        .put("backend", backend.key())
        .put("seed", seed)
        .put("seconds", seconds);
    ObjectNode scenarios = figures.putObject("scenarios");
    List<String> lines = new ArrayList<>();
    for (WalkScenario scenario : wanted) {
      String key = scenario.name().toLowerCase(Locale.ROOT);
      ObjectNode both = scenarios.putObject(key);
      for (boolean filtering : new boolean[] {false, true}) {
        String which = filtering ? "filtered" : "unfiltered";
        Path own = folder.resolve(key + "-" + which);
        ObjectNode result = both.putObject(which);
        runUntilTheHostLets(own, key, filtering, result, page, out);
        lines.add(line(key, which, result));
      }
    }
    out.printf(
        "%n%-12s %-10s %6s %7s %7s %7s %6s | %8s %8s %7s %8s%n",
        "scenario",
        "filter",
        "fallen",
        "s",
        "m",
        "limits",
        "level",
        "loop Hz",
        "p99 µs",
        "misses",
        "B/cycle");
    lines.forEach(out::println);
    out.println(
        "limits: motor periods in which a joint's position, speed or torque is beyond its limit");
    out.println("logs: " + folder);
    return figures;
  }

  /**
   * Repeats a run if this machine delayed the filter for longer than a robot waits, and it stopped.
   */
  private void runUntilTheHostLets(
      Path folder,
      String scenario,
      boolean filtering,
      ObjectNode result,
      DemoPage page,
      PrintStream out)
      throws IOException, InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      run(folder, scenario, filtering, result, page, out);
      if (!result.path("filter").path("stop_reason").asText().equals("loop_stalled")) {
        return;
      }
      out.printf(
          "%s: this machine delayed the filter for longer than the robot waits, and the robot"
              + " stopped%s%n",
          scenario, attempt < ATTEMPTS ? ": repeated" : "");
    }
  }

  private void run(
      Path folder,
      String scenario,
      boolean filtering,
      ObjectNode result,
      DemoPage page,
      PrintStream out)
      throws IOException, InterruptedException {
    int where = domain != null ? domain : Domains.free();
    Progress progress =
        new Progress(
            out, String.format(Locale.ROOT, "%-24s", scenario + (filtering ? ", filter" : "")));
    progress.at(0, "starting four processes on DDS domain " + where);
    String name = robot.name();
    NodeProcess filter =
        new NodeProcess(
            "safety_filter",
            folder,
            where,
            parameters(
                "robot:=" + name,
                "barrier:=" + barrierFile,
                "filtering:=" + filtering,
                "output.mode:=unitree",
                "walk.policy:="
                    + (DescribedPolicies.isDescription(policyFile) ? policyFile : "gait"),
                "filter.alpha:=" + LearnedModels.WALK_ALPHA));
    NodeProcess planner =
        new NodeProcess(
            "envelope_planner",
            folder,
            where,
            // The default thresholds are for an arm's distances; these are for the height that a
            // body would lose.
            parameters("robot:=" + name, "planner.near:=0.03", "planner.fall:=0.05"));
    NodeProcess policy =
        new NodeProcess(
            "policy_runner", folder, where, parameters("robot:=" + name, "policy:=" + policyFile));
    NodeProcess world =
        new NodeProcess(
            "robot_sim",
            folder,
            where,
            parameters(
                "robot:=" + name,
                "backend:=" + backend.key(),
                "scenario:=" + scenario,
                "seed:=" + seed,
                "seconds:=" + seconds));
    page.listen(scenario + (filtering ? ", filtered" : ", unfiltered"), where);
    try {
      GraphRun.run(world, List.of(filter, planner, policy), seconds, progress);
    } finally {
      page.silence();
    }
    JsonNode robotReport = GraphRun.report(world);
    JsonNode loop = GraphRun.report(filter);
    result.setAll((ObjectNode) robotReport);
    result.set("filter", loop);
    result.set("planner", GraphRun.report(planner));
  }

  private static List<String> parameters(String... all) {
    List<String> arguments = new ArrayList<>(List.of("--ros-args"));
    for (String p : all) {
      arguments.addAll(List.of("-p", p));
    }
    return arguments;
  }

  private static String line(String scenario, String which, JsonNode r) {
    long limits =
        r.get("position_violation_periods").asLong()
            + r.get("speed_violation_periods").asLong()
            + r.get("torque_violation_periods").asLong();
    JsonNode loop = r.get("filter");
    return String.format(
        Locale.ROOT,
        "%-12s %-10s %6s %7.1f %7.2f %7d %6d | %8.1f %8.1f %7d %8.2f",
        scenario,
        which,
        r.get("fallen").asBoolean() ? "yes" : "no",
        r.get("seconds").asDouble(),
        r.get("metres").asDouble(),
        limits,
        r.get("planner").get("max_level").asInt(),
        loop.get("loop_hz").asDouble(),
        loop.get("response_us").get("p99").asDouble(),
        loop.get("deadline_misses").asLong(),
        loop.get("bytes_per_cycle").asDouble());
  }
}
