package org.reins.launch.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.legged.TrotGait;
import org.reins.launch.simnode.Backend;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.SimBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Speed of the simulators. */
@Command(
    name = "sim",
    description =
        "Measures steps of 1 ms in each available simulator: a Panda held by a spring and a"
            + " trotting Go1. MuJoCo is the baseline if it is installed.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class SimBenchCommand implements Callable<Integer> {
  private static final double DT = 0.001;

  @Option(names = "--steps", description = "Measured steps, 1000 to 10000000.")
  private int steps = 50_000;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    if (steps < 1_000 || steps > 10_000_000) {
      throw new ReinsException("--steps is " + steps + ": allowed is 1000 to 10000000");
    }
    ObjectNode figures = Json.MAPPER.createObjectNode();
    HostInfo.put(figures);
    System.out.println(HostInfo.describe());
    System.out.printf(
        "%-10s %-10s | %12s %16s %9s %9s %9s %12s%n",
        "backend",
        "robot",
        "steps / s",
        "steps / CPU s",
        "median us",
        "p99 us",
        "p99.9 us",
        "bytes / step");
    for (Backend backend : Backend.values()) {
      if (!backend.missing().isEmpty()) {
        System.out.printf("%-10s %s%n", backend.key(), backend.missing());
        continue;
      }
      ObjectNode node = figures.putObject(backend.key());
      measure(backend, RobotFiles.arm("panda"), node.putObject("arm"));
      measure(backend, RobotFiles.legged("go1"), node.putObject("quadruped"));
    }
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  private void measure(Backend backend, RobotModel robot, ObjectNode node) {
    try (SimBackend sim = backend.make(robot)) {
      run(sim, steps / 2, new Samples(1));
      Samples samples = new Samples(steps);
      long bytes = HostInfo.allocated();
      long cpu = HostInfo.cpuNanos();
      run(sim, steps, samples);
      cpu = HostInfo.cpuNanos() - cpu;
      bytes = HostInfo.allocated() - bytes;
      double rate = 1e6 * samples.count() / samples.total();
      node.put("steps_per_second", rate)
          .put("steps_per_cpu_second", 1e9 * steps / cpu)
          .put("bytes_per_step", (double) bytes / steps);
      samples.put(node.putObject("step_us"));
      System.out.printf(
          Locale.ROOT,
          "%-10s %-10s | %12.0f %16.0f %9.1f %9.1f %9.1f %12.2f%n",
          backend.key(),
          robot.name(),
          rate,
          1e9 * steps / cpu,
          samples.median(),
          samples.micros(0.99),
          samples.micros(0.999),
          (double) bytes / steps);
    }
  }

  /** The robot follows targets with a spring and a damper; only the simulator is timed. */
  private static void run(SimBackend sim, int steps, Samples samples) {
    RobotModel robot = sim.robot();
    RobotState state = RobotState.of(robot);
    sim.reset(1, robot.posture(), state);
    TrotGait gait = robot.base().choose(fixed -> null, legs -> new TrotGait(robot));
    MotorGains gains =
        robot.base().choose(fixed -> new MotorGains(100, 20), legs -> MotorGains.of(robot));
    double[] twist = {0.5, 0, 0};
    float[] action = new float[12];
    double[] torque = new double[robot.dof()];
    double[] targets = robot.posture();
    for (int k = 0; k < steps; k++) {
      if (gait != null) {
        targets = gait.step(DT, true, twist, action);
      }
      gains.torque(targets, state.q, state.qd, torque);
      long from = System.nanoTime();
      sim.step(torque, DT, state);
      samples.add(System.nanoTime() - from);
    }
  }
}
