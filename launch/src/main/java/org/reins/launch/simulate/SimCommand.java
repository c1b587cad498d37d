package org.reins.launch.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.observation.ReachInterface;
import org.reins.filter.qp.QpBackEnd;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.simnode.Backend;
import org.reins.node.assembly.FilterAssembly;
import org.reins.node.assembly.ModelFiles;
import org.reins.node.json.Json;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ClosedLoop;
import org.reins.sim.DriverProfile;
import org.reins.sim.Violation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The demo's three runs over many seeds, in lockstep in one process: faster than real time and
 * bitwise reproducible.
 */
@Command(
    name = "sim",
    description =
        "Runs many seeds in lockstep without ROS: with the filter off, with it on, and with it on"
            + " but without the learned barrier.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class SimCommand implements Callable<Integer> {
  @Option(names = "--seeds", description = "Number of seeds, starting at seed 1, 1 to 10000.")
  private int seeds = 10;

  @Option(names = "--seconds", description = "Robot time of each run, s, 1 to 3600.")
  private double seconds = 20;

  @Option(names = "--slot-seconds", description = "Time for each goal, s, 0.5 to 60.")
  private double slotSeconds = 2;

  @Option(names = "--level", description = "Envelope level held throughout, 0 to 4.")
  private int level;

  @Option(names = "--backend", description = "Simulator: ${COMPLETION-CANDIDATES}.")
  private Backend backend = Backend.EMBEDDED;

  @Option(
      names = "--driver",
      description =
          "Profile of the robot's driver, which delays, rounds and loses messages: ideal,"
              + " broadcaster, franka, ur or unitree.")
  private String driver = DriverProfile.BROADCASTER.name();

  @Option(names = "--policy", description = "ONNX file of a policy.")
  private String policyName = LearnedModels.BUILT_IN;

  @Option(names = "--barrier", description = "Barrier file.")
  private String barrierName = LearnedModels.BUILT_IN;

  @Option(
      names = "--log",
      description =
          "File for the filter's actions, one JSON line per change; read it with 'reins explain'.")
  private Path log;

  @Option(names = "--constraints", description = "Constraint file, see docs/constraints.md.")
  private String constraints = "";

  @Option(names = "--solver", description = "QP solver: own, vector or ojalgo.")
  private String solver = "own";

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    require("seeds", seeds, 1, 10_000);
    require("seconds", seconds, 1, 3600);
    require("slot seconds", slotSeconds, 0.5, 60);
    require("level", level, 0, EnvelopeLevels.DEFAULT.top());
    RobotModel robot = RobotFiles.load("panda");
    BarrierFile barrier = LearnedModels.barrier(barrierName);
    if (barrier == null) {
      throw new ReinsException(
          "--barrier is none: the runs compare with and without a barrier, so they need one");
    }
    System.out.println("driver: " + profile().name());
    ReachInterface reach = new ReachInterface(robot);
    QpBackEnd backEnd = FilterAssembly.solver(solver);
    SafetyFilter filter =
        LearnedModels.filter(
            robot,
            barrier,
            ModelFiles.constraints(constraints, robot, FilterSettings.DEFAULT),
            backEnd);
    ObjectNode figures = Json.MAPPER.createObjectNode();
    try (OnnxPolicy policy =
            new OnnxPolicy(
                policyName,
                LearnedModels.policy(policyName),
                reach.observationSize(),
                reach.actionSize());
        FilterLog filterLog =
            log == null
                ? null
                : new FilterLog(log, filter.rows(), EnvelopeLevels.DEFAULT.at(level))) {
      List<Run> runs =
          List.of(
              new Run("unfiltered", loop(robot, policy, null), figures, null),
              new Run("filtered", loop(robot, policy, filter), figures, filterLog),
              new Run(
                  "without_barrier",
                  loop(
                      robot,
                      policy,
                      LearnedModels.filter(
                          robot,
                          null,
                          ModelFiles.constraints(constraints, robot, FilterSettings.DEFAULT),
                          backEnd)),
                  figures,
                  null));
      System.out.printf("%6s", "seed");
      runs.forEach(r -> System.out.printf("  | %-16s goals violations zone table", r.name()));
      System.out.println();
      for (int seed = 1; seed <= seeds; seed++) {
        System.out.printf("%6d", seed);
        for (Run run : runs) {
          run.step(seed, Math.round(seconds / ClosedLoop.DT));
        }
        System.out.println();
      }
      System.out.printf("%6s", "all");
      runs.forEach(Run::printTotal);
      System.out.println();
    }
    figures.put("driver", driver);
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  private ClosedLoop loop(RobotModel robot, OnnxPolicy policy, SafetyFilter filter) {
    return new ClosedLoop(
        backend.make(robot),
        policy,
        filter,
        EnvelopeLevels.DEFAULT.at(level),
        slotSeconds,
        profile());
  }

  private DriverProfile profile() {
    try {
      return DriverProfile.of(driver);
    } catch (IllegalArgumentException e) {
      throw new ReinsException("--" + e.getMessage(), e);
    }
  }

  private static void require(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new ReinsException(
          String.format(Locale.ROOT, "%s is %s: allowed is %.0f to %.0f", name, value, low, high));
    }
  }

  /** One column: a loop, run seed after seed, and its sums. */
  private static final class Run {
    private final String name;
    private final ClosedLoop loop;
    private final FilterLog log;
    private final ObjectNode figures;
    private final ArrayNode bySeed;
    private long goals;
    private long violations;
    private long zone;
    private long table;

    Run(String name, ClosedLoop loop, ObjectNode all, FilterLog log) {
      this.name = name;
      this.log = log;
      this.loop = loop;
      figures = all.putObject(name);
      bySeed = figures.putArray("by_seed");
    }

    String name() {
      return name;
    }

    void step(int seed, long steps) throws IOException {
      loop.reset(seed);
      for (long k = 0; k < steps; k++) {
        loop.step();
        if (log != null) {
          log.add(seed, k * ClosedLoop.DT, loop.lastOutput());
        }
      }
      long v = loop.judge().events();
      long z = loop.judge().events(Violation.ZONE);
      long t = loop.judge().events(Violation.TABLE);
      goals += loop.task().reached();
      violations += v;
      zone += z;
      table += t;
      bySeed
          .addObject()
          .put("seed", seed)
          .put("goals", loop.task().reached())
          .put("violations", v)
          .put("zone", z)
          .put("table", t);
      print(loop.task().reached(), v, z, t);
    }

    void printTotal() {
      figures
          .put("goals", goals)
          .put("violations", violations)
          .put("zone", zone)
          .put("table", table);
      print(goals, violations, zone, table);
    }

    private static void print(long goals, long violations, long zone, long table) {
      System.out.printf("  | %16s %5d %10d %4d %5d", "", goals, violations, zone, table);
    }
  }
}
