package org.reins.launch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.reins.node.NodeShell;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.LoopStatistics;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointState;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.planner.LevelChange;
import org.reins.node.planner.PlannerNode;
import org.reins.node.policy.OnnxPolicy;
import org.reins.node.policy.PolicyNode;
import org.reins.node.policy.WalkPolicyNode;
import org.reins.node.robot.RobotNode;
import org.reins.node.robot.RobotRun;
import org.reins.node.robot.Trace;
import org.reins.node.robot.ViolationNote;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.RobotFiles;
import org.reins.robot.RobotModel;
import org.reins.sim.DriverProfile;
import org.reins.sim.Policy;
import org.reins.sim.ReachInterface;
import org.reins.sim.Violation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs one node in this process, until it is told to end. */
@Command(
    name = "node",
    description = "Runs one node: robot_sim, policy_runner, safety_filter or envelope_planner.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class NodeCommand {
  @Option(names = "--robot", description = "Robot name or file.")
  private String robotName = "panda";

  @Option(names = "--domain", description = "DDS domain, 0 to 101; else ROS_DOMAIN_ID, else 0.")
  private Integer domain;

  @Option(names = "--report", description = "JSON file to write at the end.")
  private Path report;

  @ParentCommand private Main main;

  @Command(
      name = "robot_sim",
      description = "The simulated robot.",
      mixinStandardHelpOptions = true)
  int robot(
      @Option(names = "--seed", defaultValue = "1") long seed,
      @Option(names = "--seconds", defaultValue = "20") double seconds,
      @Option(names = "--slot-seconds", defaultValue = "2") double slot,
      @Option(names = "--disturb") boolean disturb,
      @Option(names = "--backend", defaultValue = "EMBEDDED") Backend simulator,
      @Option(names = "--scenario", defaultValue = "nominal") String scenario)
      throws Exception {
    Graph graph = new Graph(main, domain);
    try (NodeShell shell =
        graph.shell(
            "robot_sim",
            Map.of(
                "robot", ParameterValue.of(robotName),
                "seed", ParameterValue.of(seed),
                "seconds", ParameterValue.of(seconds),
                "slot_seconds", ParameterValue.of(slot),
                "disturb", ParameterValue.of(disturb),
                "scenario", ParameterValue.of(scenario),
                "backend", ParameterValue.of(simulator.key())))) {
      ParameterSnapshot p = shell.snapshot();
      if (RobotFiles.load(p.text("robot")).isLegged()) {
        return LeggedRobotRun.of(shell, report);
      }
      RobotModel robot = RobotFiles.arm(p.text("robot"));
      RobotRun run =
          new RobotRun(
              p.integer("seed"), p.number("seconds"), p.number("slot_seconds"), p.flag("disturb"));
      Backend backend = Backend.valueOf(p.text("backend").toUpperCase(Locale.ROOT));
      requirePushable(backend, run);
      String commands = p.text("command_interface");
      RobotNode node =
          new RobotNode(
              shell.ros(),
              backend.make(robot),
              commands,
              run,
              DriverProfile.of(p.text("driver")),
              p.flag("clock"));
      node.start();
      double waited = 0;
      while (!node.awaitEnd(0.5)) {
        if (node.isEngaged()) {
          System.out.printf(Locale.ROOT, "PROGRESS %.1f%n", node.worldTime());
        } else if ((waited += 0.5) > 60) {
          throw new ReinsException("no " + commands + " command came within 60 s");
        }
      }
      if (report != null) {
        Json.write(report, robotReport(node, run));
      }
      System.out.println("DONE");
      return 0;
    }
  }

  static void requirePushable(Backend backend, RobotRun run) {
    backend.require();
    if (run.disturb() && backend != Backend.EMBEDDED) {
      throw new ReinsException(
          "disturb is true with the backend "
              + backend.key()
              + ": only embedded can push the tool");
    }
  }

  @Command(name = "policy_runner", description = "The policy.", mixinStandardHelpOptions = true)
  int policy(@Option(names = "--policy", defaultValue = Models.BUILT_IN) String which)
      throws Exception {
    Graph graph = new Graph(main, domain);
    try (NodeShell shell =
        graph.shell(
            "policy_runner",
            Map.of("robot", ParameterValue.of(robotName), "policy", ParameterValue.of(which)))) {
      ParameterSnapshot p = shell.snapshot();
      if (RobotFiles.load(p.text("robot")).isLegged()) {
        return walkPolicy(shell, p);
      }
      RobotModel robot = RobotFiles.arm(p.text("robot"));
      ReachInterface reach = new ReachInterface(robot);
      String file = p.text("policy");
      try (OnnxPolicy policy =
          new OnnxPolicy(
              file, Models.policy(robot, file), reach.observationSize(), reach.actionSize())) {
        PolicyNode node = new PolicyNode(shell.ros(), robot, policy);
        node.start();
        return untilTold(
            node, () -> Json.MAPPER.createObjectNode().put("actions", node.published()));
      }
    }
  }

  private int walkPolicy(NodeShell shell, ParameterSnapshot p) throws Exception {
    RobotModel robot = RobotFiles.legged(p.text("robot"));
    String which = p.text("policy");
    if (which.equals(Models.BUILT_IN) && !WalkDemo.isLearned(robot)) {
      throw new ReinsException(
          "policy is built-in, which is of go1: robot is "
              + robot.name()
              + ", none is the bare gait, or give a file");
    }
    try (OnnxPolicy policy = which.equals("none") ? null : Models.walk(robot, which)) {
      // None is the bare gait.
      Policy used = policy == null ? (observation, action) -> Arrays.fill(action, 0) : policy;
      WalkPolicyNode node = new WalkPolicyNode(shell.ros(), robot, used);
      node.start();
      return untilTold(node, () -> Json.MAPPER.createObjectNode().put("actions", node.published()));
    }
  }

  @Command(
      name = "safety_filter",
      description = "The controller node.",
      mixinStandardHelpOptions = true)
  int filter(
      @Option(names = "--barrier", defaultValue = Models.BUILT_IN) String barrier,
      @Option(names = "--filter", defaultValue = "true", arity = "1") boolean filtering)
      throws Exception {
    Graph graph = new Graph(main, domain);
    try (NodeShell shell =
        graph.shell(
            "safety_filter",
            Map.of(
                "robot", ParameterValue.of(robotName),
                "barrier", ParameterValue.of(barrier),
                "filtering", ParameterValue.of(filtering)))) {
      FilterNode node = Models.filterNode(shell);
      node.start();
      return untilTold(node, () -> filterReport(node));
    }
  }

  @Command(name = "envelope_planner", description = "The planner.", mixinStandardHelpOptions = true)
  int planner() throws Exception {
    Graph graph = new Graph(main, domain);
    try (NodeShell shell =
        graph.shell("envelope_planner", Map.of("robot", ParameterValue.of(robotName)))) {
      PlannerNode node = Models.planner(shell);
      node.start();
      return untilTold(node, () -> plannerReport(node));
    }
  }

  @Command(
      name = "echo",
      hidden = true,
      description = "Answers each state with a command at once, for reins bench roundtrip.")
  int echo() throws Exception {
    Graph graph = new Graph(main, domain);
    try (NodeShell shell = graph.shell("policy_runner", Map.of())) {
      RobotModel robot = RobotFiles.arm(robotName);
      RosPublisher<CommandArray> commands =
          shell
              .ros()
              .publisher(CommandArray.type(robot.dof()), "effort_controller/commands", Qos.COMMAND);
      CommandArray answer = new CommandArray(robot.dof());
      shell
          .ros()
          .subscribe(
              JointState.type(robot.jointNames()),
              "joint_states",
              Qos.STATE,
              m -> commands.publish(answer));
      return untilTold(() -> {}, Json.MAPPER::createObjectNode);
    }
  }

  /**
   * Waits for the signal to end, closes the node, and writes its report before the process goes.
   */
  private int untilTold(AutoCloseable node, Supplier<ObjectNode> summary)
      throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              try {
                node.close();
                if (report != null) {
                  Json.write(report, summary.get());
                }
                System.out.println("DONE");
              } catch (Exception e) {
                System.err.println(
                    "reins: the report " + report + " cannot be written: " + e.getMessage());
              }
              told.countDown();
            });
    Runtime.getRuntime().addShutdownHook(hook);
    System.out.println("READY");
    told.await();
    return 0;
  }

  private static ObjectNode robotReport(RobotNode node, RobotRun run) {
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

  private static ObjectNode filterReport(FilterNode node) {
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

  private static ObjectNode plannerReport(PlannerNode node) {
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
