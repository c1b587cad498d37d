package org.reins.launch.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.process.Domains;
import org.reins.launch.process.NodeDiedException;
import org.reins.launch.process.NodeProcess;
import org.reins.launch.report.Progress;
import org.reins.launch.simnode.Backend;
import org.reins.launch.simnode.RobotRun;
import org.reins.node.json.Json;
import org.reins.node.page.PageOptions;
import org.reins.node.policy.DescribedPolicies;
import org.reins.robot.ReinsException;
import org.reins.robot.dynamics.OwnWeight;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.model.RobotWarnings;
import org.reins.sim.DriverProfile;
import org.reins.sim.legged.WalkScenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The whole system on the embedded simulator, the filter off and on, as separate processes over
 * DDS.
 */
@Command(
    name = "demo",
    description =
        "Runs robot, policy, filter and planner as processes over DDS: with the filter off, with"
            + " it on, and with it on but without the learned barrier.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--robot",
      description =
          "Robot name or file. The panda runs its policy, as processes over DDS. A legged robot"
              + " walks through scenarios, in lockstep. Any other arm chases wild targets, in"
              + " lockstep.")
  private String robotName = "panda";

  @Option(
      names = "--cell",
      description =
          "Cell file, or a cell that comes with Reins: its arm runs in lockstep; see docs/cells.md.")
  private String cell;

  @picocli.CommandLine.Spec private picocli.CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--seconds",
      description =
          "Robot time of each run, s, 1 to 3600. Default: 20; for a walk 8; for the panda's"
              + " filtered run as long as it takes to earn a level and to lose it by a push, at"
              + " most 180.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private Double wantedSeconds;

  @Option(names = "--episodes", description = "Legged robots: walks per scenario.")
  private int episodes = 30;

  @Option(
      names = "--processes",
      description = "Legged robots: fewer walks, in real time, as processes over DDS.")
  private boolean processes;

  @Option(
      names = "--scenario",
      split = ",",
      description = "Legged robots with --processes: one or more of ${COMPLETION-CANDIDATES}.")
  private List<WalkScenario> scenarios =
      List.of(
          WalkScenario.NOMINAL,
          WalkScenario.OVERSPEED,
          WalkScenario.PUSH,
          WalkScenario.SENSOR_LOSS);

  @Option(names = "--slot-seconds", description = "Time for each goal, s, 0.5 to 60.")
  private double slotSeconds = 2;

  @Option(names = "--seed", description = "Seed of the goals and of all noise.")
  private long seed = 6;

  @Option(names = "--disturb", description = "Push the tool after 60 %% of each run.")
  private boolean disturb;

  @Option(
      names = "--backend",
      description =
          "Simulator: ${COMPLETION-CANDIDATES}. ./reins gazebo setup prepares the last one.")
  private Backend backend = Backend.EMBEDDED;

  @Option(
      names = "--output",
      description = "Command interface of the panda: effort, velocity, position or trajectory.")
  private String output = "effort";

  @Option(
      names = "--driver",
      description =
          "Profile of the robot's driver, which delays, rounds and loses messages: ideal,"
              + " broadcaster, franka, ur or unitree.")
  private String driver = DriverProfile.BROADCASTER.name();

  @Option(
      names = "--headless",
      description = "Open nothing in a browser, and serve no page unless --page is given.")
  private boolean headless;

  @Mixin private PageOptions pageOptions;

  @Option(
      names = "--policy",
      description = "Description of a policy (reins/policy/1, see docs/policies.md) or ONNX file.")
  private String policy = LearnedModels.BUILT_IN;

  @Option(names = "--barrier", description = "Barrier file.")
  private String barrier = LearnedModels.BUILT_IN;

  @Option(
      names = "--domain",
      description = "DDS domain, 1 to 101; by default a free one.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private Integer domain;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Option(
      names = "--out",
      description = "Folder for logs, reports and plots; by default a new folder under runs.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private Path out;

  private static final int ATTEMPTS = 3;

  // Robot time in which a level is earned without disturbance, with a large reserve, s.
  private static final double MOST_SECONDS = 180;

  private static final List<String> OUTPUTS =
      List.of("effort", "velocity", "position", "trajectory");

  private RobotModel robot;
  private DemoPage page;
  private double seconds;

  /** One of the compared runs. */
  enum Phase {
    UNFILTERED,
    FILTERED,
    WITHOUT_BARRIER;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws Exception {
    if (cell != null) {
      return CellDemo.run(spec.commandLine().getParseResult());
    }
    robot = RobotFiles.load(robotName);
    RobotWarnings.of(robot).forEach(w -> System.out.println("warning: " + w));
    OwnWeight.beyondEffort(robot).forEach(w -> System.out.println("warning: " + w));
    double usual = robot.base().choose(fixed -> 20.0, legs -> 8.0);
    seconds = wantedSeconds == null ? usual : wantedSeconds;
    pageOptions.isWanted(headless);
    // Not the name in the file: an imported Panda is not the one that the policy was trained on.
    return robotName.equals("panda") ? phases() : alone();
  }

  /** The panda: all three runs as processes. */
  private int phases() throws IOException, InterruptedException {
    boolean asLongAsItTakes = wantedSeconds == null && !disturb && backend == Backend.EMBEDDED;
    RobotRun run = new RobotRun(seed, seconds, slotSeconds, disturb);
    backend.require();
    backend.requirePush(run.disturb());
    if (!OUTPUTS.contains(output)) {
      throw new ReinsException("--output is " + output + ": allowed is " + OUTPUTS);
    }
    requireDriver();
    if (LearnedModels.barrier(barrier) == null) {
      throw new ReinsException(
          "--barrier is none: the demo compares runs with and without a barrier, so it needs one");
    }
    LearnedModels.policy(policy);
    if (domain != null) {
      Domains.requireFree(domain);
    }
    makeFolders();
    ObjectNode figures = Json.MAPPER.createObjectNode();
    figures
        .put("robot", robot.name())
        .put("backend", backend.key())
        .put("output", output)
        .put("driver", driver)
        .put("seed", seed)
        .put("seconds", seconds)
        .put("disturb", disturb || asLongAsItTakes);
    List<PhaseResult> results = new ArrayList<>();
    try (DemoPage opened = DemoPage.open(pageOptions, headless, robot)) {
      page = opened;
      for (Phase phase : Phase.values()) {
        boolean earns = asLongAsItTakes && phase == Phase.FILTERED;
        results.add(
            runPhase(
                phase, earns ? new RobotRun(seed, MOST_SECONDS, slotSeconds, false) : run, earns));
        page.compare(results);
      }
    }
    DemoReport report = new DemoReport(figures, results);
    report.fill();
    report.printTable(System.out);
    Json.write(out.resolve("report.json"), figures);
    if (json != null) {
      Json.write(json, figures);
    }
    Path written = out.resolve("report.html");
    Files.writeString(written, report.html());
    System.out.println("report: " + written + (json == null ? "" : ", figures: " + json));
    if (!headless) {
      open(written);
    }
    return 0;
  }

  /** A robot without processes: everything in lockstep in this one. */
  private int alone() throws IOException, InterruptedException {
    backend.require();
    if (!(seconds >= 1 && seconds <= 3600)) {
      throw new ReinsException("--seconds is " + seconds + ": allowed is 1 to 3600");
    }
    if (domain != null) {
      Domains.requireFree(domain);
    }
    Alone demo = robot.base().choose(fixed -> this::targets, legs -> this::walks);
    ObjectNode figures;
    try (DemoPage opened = DemoPage.open(pageOptions, headless, robot)) {
      page = opened;
      figures = demo.run();
    }
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  /** A demo in this process. */
  private interface Alone {
    ObjectNode run() throws IOException, InterruptedException;
  }

  private ObjectNode targets() {
    if (processes) {
      throw new ReinsException(
          "--processes is for legged robots: "
              + robot.name()
              + " runs in lockstep, and the panda always runs as processes");
    }
    refuseModel("--policy", policy);
    refuseModel("--barrier", barrier);
    return new ArmDemo(robot, backend).run(seed, seconds, page.board(), System.out);
  }

  /**
   * Refuses options that would not be used: no user must mistake the built-in model for their own.
   */
  private void refuseModel(String option, String which) {
    if (!which.equals(LearnedModels.BUILT_IN)) {
      throw new ReinsException(
          option
              + " is "
              + which
              + ": the demo of "
              + robot.name()
              + " drives wild joint targets and uses none; with the panda or a legged robot it"
              + " does");
    }
  }

  private ObjectNode walks() throws IOException, InterruptedException {
    // Errors in the options are reported before anything moves.
    if (DescribedPolicies.isDescription(policy)) {
      ContractStart.check(robot, Path.of(policy), System.out);
      DescribedPolicies.load(robot, Path.of(policy)).close();
    } else {
      if (!LearnedModels.forRobot(robot, policy).equals("none")) {
        LearnedModels.walk(robot, policy).close();
      }
      LearnedModels.walkFilters(robot, barrier);
    }
    makeFolders();
    if (processes) {
      return new WalkGraphDemo(robot, scenarios, seconds, seed, backend, domain, policy, barrier)
          .run(out, page, System.out);
    }
    ObjectNode figures =
        new WalkDemo(robot, episodes, seconds, seed, backend, policy, barrier)
            .run(out, page.board(), System.out);
    if (!headless) {
      open(out.resolve("report.html"));
    }
    return figures;
  }

  private void requireDriver() {
    try {
      DriverProfile.of(driver);
    } catch (IllegalArgumentException e) {
      throw new ReinsException("--" + e.getMessage(), e);
    }
  }

  private void makeFolders() throws IOException {
    if (out == null) {
      out =
          Path.of(
              "runs",
              "demo-"
                  + LocalDateTime.now(java.time.ZoneId.systemDefault())
                      .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)));
    }
    Files.createDirectories(out);
    if (json != null && json.toAbsolutePath().getParent() != null) {
      Files.createDirectories(json.toAbsolutePath().getParent());
    }
  }

  /**
   * Runs a phase. Repeats it if this machine delayed the simulated robot for so long that the
   * filter stopped it for lack of states, or that commands piled up and violated a limit: a real
   * robot is not suspended, and the run shows nothing more. Also repeats it if a node hung at
   * startup. The figures say how many attempts there were.
   */
  private PhaseResult runPhase(Phase phase, RobotRun run, boolean earns)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      PhaseResult result;
      try {
        result = runPhase(phase, run, earns, attempt);
      } catch (NodeDiedException e) {
        if (attempt == ATTEMPTS || !e.wasGivenUp()) {
          throw e;
        }
        System.out.println(phase.key() + ": repeated, because " + e.getMessage());
        continue;
      }
      boolean ended = result.isEndedByTheHost();
      if (attempt == ATTEMPTS || !ended && !result.isSpoiledByTheHost()) {
        return result;
      }
      System.out.printf(
          Locale.ROOT,
          "%s: this machine delayed the simulated robot by up to %.0f ms, and %s: repeated%n",
          phase.key(),
          result.world().get("longest_host_stall_ms").asDouble(),
          ended
              ? "the filter stopped for lack of states"
              : "each violation came within half a second after a delay");
    }
  }

  private PhaseResult runPhase(Phase phase, RobotRun run, boolean earns, int attempt)
      throws IOException, InterruptedException {
    Path folder = out.resolve(phase.key());
    int where = domain != null ? domain : Domains.free();
    Progress progress = new Progress(System.out, String.format(Locale.ROOT, "%-16s", phase.key()));
    progress.at(0, "starting four processes on DDS domain " + where);
    String filtering = Boolean.toString(phase != Phase.UNFILTERED);
    String with = phase == Phase.WITHOUT_BARRIER ? "none" : barrier;
    List<String> world = new ArrayList<>();
    world.addAll(
        List.of("--seed", Long.toString(run.seed()), "--seconds", Double.toString(run.seconds())));
    world.addAll(List.of("--slot-seconds", Double.toString(run.slotSeconds())));
    world.addAll(List.of("--backend", backend.key()));
    if (run.disturb()) {
      world.add("--disturb");
    }
    world.addAll(List.of("--ros-args", "-p", "command_interface:=" + output));
    world.addAll(List.of("-p", "driver:=" + driver));
    NodeProcess filter =
        new NodeProcess(
            "safety_filter",
            folder,
            where,
            List.of(
                "--barrier",
                with,
                "--filter",
                filtering,
                "--ros-args",
                "-p",
                "output.mode:=" + output));
    NodeProcess planner =
        new NodeProcess(
            "envelope_planner",
            folder,
            where,
            List.of("--ros-args", "-p", "planner.audit_file:=" + folder.resolve("audit.jsonl")));
    NodeProcess runner =
        new NodeProcess("policy_runner", folder, where, List.of("--policy", policy));
    NodeProcess robotProcess = new NodeProcess("robot_sim", folder, where, world);
    ObjectNode filtered;
    page.listen(phase.key(), where);
    try (DemoOperator operator = new DemoOperator(where, earns)) {
      GraphRun.run(
          robotProcess, List.of(filter, planner, runner), run.seconds(), progress, operator::watch);
      filtered = (ObjectNode) GraphRun.report(filter);
      operator.report(filtered);
    } finally {
      page.silence();
    }
    return new PhaseResult(
        phase,
        attempt,
        GraphRun.report(robotProcess),
        filtered,
        GraphRun.report(planner),
        GraphRun.report(runner));
  }

  private static void open(Path page) {
    if (System.getenv("DISPLAY") == null && System.getenv("WAYLAND_DISPLAY") == null) {
      return;
    }
    try {
      new ProcessBuilder("xdg-open", page.toAbsolutePath().toString()).inheritIO().start();
    } catch (IOException e) {
      System.out.println("no browser could be started: open the page by hand");
    }
  }
}
