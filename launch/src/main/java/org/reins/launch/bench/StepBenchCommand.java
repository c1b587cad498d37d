package org.reins.launch.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterOutput;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.filter.qp.QpBackEnd;
import org.reins.launch.report.Progress;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One whole cycle of the filter, and its largest parts. */
@Command(
    name = "step",
    description =
        "Times one cycle of the filter for a Panda with a 3x128 barrier and more than 40 rows,"
            + " and its dynamics and barrier separately; then the same cycle with the vector"
            + " solver and with ojAlgo.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class StepBenchCommand implements Callable<Integer> {
  private static final int WARM_UP = 60_000;
  private static final int ROUNDS = 20;
  private static final int BASELINE = 3_000;

  @Option(names = "--steps", description = "Timed steps, 2000 to 10000000.")
  private int steps = 100_000;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    if (steps < 2_000 || steps > 10_000_000) {
      throw new ReinsException("--steps is " + steps + ": allowed is 2000 to 10000000");
    }
    RobotModel robot = RobotFiles.load("panda");
    PandaStep own = new PandaStep(robot, QpBackEnd.OWN);
    PandaStep vector = new PandaStep(robot, QpBackEnd.VECTOR);
    PandaStep baseline = new PandaStep(robot, QpBackEnd.OJALGO);
    Parts parts = new Parts(robot, own);
    Progress progress = new Progress(System.err, "step");
    for (int k = 0; k < WARM_UP; k++) {
      own.advance();
      own.step();
      vector.advance();
      vector.step();
      parts.dynamics();
      parts.barrier();
    }
    for (int k = 0; k < BASELINE; k++) {
      baseline.advance();
      baseline.step();
    }
    Samples wall = new Samples(steps);
    Samples cpu = new Samples(steps);
    Samples vectorWall = new Samples(steps);
    Samples dynamics = new Samples(steps);
    Samples barrier = new Samples(steps);
    Samples ojAlgo = new Samples(BASELINE);
    int[] actions = new int[FilterAction.values().length];
    long bytes = 0;
    long vectorBytes = 0;
    long activeRows = 0;
    int chunk = steps / ROUNDS;
    for (int round = 0; round < ROUNDS; round++) {
      for (int k = 0; k < chunk; k++) {
        own.advance();
        long before = HostInfo.allocated();
        long start = System.nanoTime();
        FilterOutput out = own.step();
        wall.add(System.nanoTime() - start);
        bytes += HostInfo.allocated() - before;
        actions[out.action.ordinal()]++;
        activeRows += Long.bitCount(out.activeRows);
      }
      for (int k = 0; k < chunk; k++) {
        own.advance();
        long start = HostInfo.cpuNanos();
        own.step();
        cpu.add(HostInfo.cpuNanos() - start);
      }
      for (int k = 0; k < chunk; k++) {
        vector.advance();
        long before = HostInfo.allocated();
        long start = System.nanoTime();
        vector.step();
        vectorWall.add(System.nanoTime() - start);
        vectorBytes += HostInfo.allocated() - before;
      }
      for (int k = 0; k < chunk; k++) {
        own.advance();
        long start = System.nanoTime();
        parts.dynamics();
        long middle = System.nanoTime();
        parts.barrier();
        barrier.add(System.nanoTime() - middle);
        dynamics.add(middle - start);
      }
      for (int k = 0; k < BASELINE / ROUNDS; k++) {
        baseline.advance();
        long start = System.nanoTime();
        baseline.step();
        ojAlgo.add(System.nanoTime() - start);
      }
      progress.at((round + 1.0) / ROUNDS, "timing");
    }
    progress.done();
    double perStep = (double) bytes / (chunk * ROUNDS);
    System.out.println(HostInfo.describe());
    System.out.printf(
        Locale.ROOT,
        "Panda, barrier 3x128 (%s), %d rows and 14 bounds, %.1f rows acting, %.1f %% of steps in the brake%n",
        parts.kernel(),
        own.filter.maxRows(),
        (double) activeRows / (chunk * ROUNDS),
        100.0
            * (actions[FilterAction.FALLBACK.ordinal()] + actions[FilterAction.STOP.ordinal()])
            / (chunk * ROUNDS));
    String remark = QpBackEnd.VECTOR.remark();
    if (!remark.isEmpty()) {
      System.out.println(remark);
    }
    System.out.printf("%-32s %9s %9s %9s%n", "us", "median", "p99", "p99.9");
    print("step, wall", wall);
    print("step, thread CPU", cpu);
    print("  M, bias and Cholesky", dynamics);
    print("  B and its gradient", barrier);
    print("step, solver vector, wall", vectorWall);
    print("step on ojAlgo, wall", ojAlgo);
    System.out.printf(
        Locale.ROOT,
        "bytes a step %.1f, with solver vector %.1f, dynamics / barrier %.2f, ojAlgo / own %.1f%n",
        perStep,
        (double) vectorBytes / (chunk * ROUNDS),
        dynamics.median() / barrier.median(),
        ojAlgo.median() / wall.median());
    if (json != null) {
      ObjectNode figures = Json.MAPPER.createObjectNode();
      HostInfo.put(figures);
      figures.put("rows", own.filter.maxRows());
      wall.put(figures.putObject("step_us"));
      cpu.put(figures.putObject("step_cpu_us"));
      dynamics.put(figures.putObject("dynamics_us"));
      barrier.put(figures.putObject("barrier_us"));
      vectorWall.put(figures.putObject("step_vector_us"));
      ojAlgo.put(figures.putObject("step_ojalgo_us"));
      figures.put("bytes_per_step", perStep);
      Json.write(json, figures);
    }
    return 0;
  }

  private static void print(String what, Samples samples) {
    System.out.printf(
        Locale.ROOT,
        "%-32s %9.2f %9.2f %9.2f%n",
        what,
        samples.median(),
        samples.micros(0.99),
        samples.micros(0.999));
  }

  /** The parts of the step that it is compared with. */
  private static final class Parts {
    private final PandaStep step;
    private final RigidBodyDynamics dynamics;
    private final Cholesky cholesky;
    private final NeuralBarrier barrier;
    private final double[] state;

    Parts(RobotModel robot, PandaStep step) {
      this.step = step;
      dynamics = new RigidBodyDynamics(robot);
      cholesky = new Cholesky(robot.dof());
      barrier = new NeuralBarrier(step.barrier);
      state = new double[2 * robot.dof()];
    }

    String kernel() {
      return barrier.kernel();
    }

    void dynamics() {
      dynamics.update(step.input.q, step.input.qd);
      if (!cholesky.factor(dynamics.massMatrix())) {
        throw new IllegalStateException("the mass matrix is not positive definite");
      }
    }

    void barrier() {
      int n = step.input.q.length;
      System.arraycopy(step.input.q, 0, state, 0, n);
      System.arraycopy(step.input.qd, 0, state, n, n);
      barrier.evaluate(state);
    }
  }
}
