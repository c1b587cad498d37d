package org.reins.launch.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.filter.qp.DualActiveSetSolver;
import org.reins.filter.qp.KktResidual;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpStatus;
import org.reins.launch.report.Progress;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Our QP solver, cold and warm, compared with ojAlgo. */
@Command(
    name = "qp",
    description =
        "Times the QP solver cold and warm, in plain loops and on vector registers where available,"
            + " against ojAlgo (sparse=false). Checks every answer.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class QpBenchCommand implements Callable<Integer> {
  private static final int WARM_UP = 20_000;
  private static final int PASSES = 5;

  @Option(
      names = "--problems",
      description =
          "Problem file, little-endian: int32 count, n, m; then, per problem, doubles H, f, C, d,"
              + " lb, ub.")
  private Path problems;

  @Option(
      names = "--set",
      description = "One of arm7x30, quad12x60, soft13x62, drift12x60 instead of all.")
  private String only;

  @Option(
      names = "--solutions",
      description =
          "File for the solutions: count x n doubles, NaN where a problem has no solution.")
  private Path solutions;

  @Option(names = "--write-problems", description = "File for the problems of the set.")
  private Path writeProblems;

  @Option(names = "--ojalgo-solves", description = "Timed solves by ojAlgo per set, 0 to 100000.")
  private int baselineSolves = 2_000;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    List<QpSet> sets = sets();
    if (sets.size() > 1 && (solutions != null || writeProblems != null)) {
      throw new ReinsException(
          "--solutions and --write-problems take one set: name it with --set or --problems");
    }
    if (baselineSolves < 0 || baselineSolves > 100_000) {
      throw new ReinsException("--ojalgo-solves is " + baselineSolves + ": allowed is 0 to 100000");
    }
    ObjectNode figures = Json.MAPPER.createObjectNode();
    HostInfo.put(figures);
    ObjectNode bySet = figures.putObject("sets");
    String obstacle = DualActiveSetSolver.vectorObstacle();
    figures.put("solver", obstacle.isEmpty() ? "vector registers, 512 bits" : "plain loops");
    System.out.println(HostInfo.describe());
    System.out.println(
        "Reins on "
            + (obstacle.isEmpty() ? "vector registers, 512 bits" : "plain loops: " + obstacle));
    System.out.println(
        "ojAlgo 57.1.0, sparse=false; its matrices are filled before the clock starts");
    System.out.printf(
        "%-12s %8s %8s | %8s %8s | %10s %8s | %9s %9s | %9s %9s | %6s %7s %9s%n",
        "us a solve",
        "cold",
        "p99",
        "warm",
        "p99",
        "plain cold",
        "warm",
        "ojAlgo",
        "p99",
        "ojA/cold",
        "cold/warm",
        "bytes",
        "active",
        "worst KKT");
    int unsolved = 0;
    for (QpSet set : sets) {
      if (writeProblems != null) {
        QpFile.write(writeProblems, set);
      }
      Run run = new Run(set);
      run.measure(baselineSolves);
      run.print();
      run.put(bySet.putObject(set.name()));
      unsolved += run.unsolved;
      if (solutions != null) {
        QpFile.writeSolutions(solutions, run.answers);
      }
    }
    if (unsolved > 0) {
      System.out.println(unsolved + " problems have no solution: see the counts in the JSON file");
    }
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  private List<QpSet> sets() throws Exception {
    if (problems != null) {
      if (only != null) {
        throw new ReinsException("--problems and --set exclude each other");
      }
      return List.of(QpFile.read(problems));
    }
    if (only != null) {
      if (!QpSet.NAMES.contains(only)) {
        throw new ReinsException("--set is " + only + ": allowed is one of " + QpSet.NAMES);
      }
      return List.of(QpSet.of(only));
    }
    return QpSet.NAMES.stream().map(QpSet::of).toList();
  }

  /** The measurements of one set. */
  private static final class Run {
    private final QpSet set;
    private final DualActiveSetSolver cold;
    private final DualActiveSetSolver warm;
    private final DualActiveSetSolver plainCold;
    private final DualActiveSetSolver plainWarm;
    private final QpProblem hot;
    private final Samples coldTimes;
    private final Samples warmTimes;
    private final Samples plainColdTimes;
    private final Samples plainWarmTimes;
    private final Samples baselineTimes;
    private final List<double[]> answers = new ArrayList<>();
    private final int[] outcomes = new int[QpStatus.values().length];
    private double worstKkt;
    private double activeRows;
    private double bytesPerSolve;
    private int unsolved;

    Run(QpSet set) {
      this.set = set;
      cold = DualActiveSetSolver.vector(set.n(), set.rows(), false);
      warm = DualActiveSetSolver.vector(set.n(), set.rows(), true);
      plainCold = new DualActiveSetSolver(set.n(), set.rows(), false);
      plainWarm = new DualActiveSetSolver(set.n(), set.rows(), true);
      hot = new QpProblem(set.n(), set.rows());
      int count = PASSES * set.problems().size();
      coldTimes = new Samples(count);
      warmTimes = new Samples(count);
      plainColdTimes = new Samples(count);
      plainWarmTimes = new Samples(count);
      baselineTimes = new Samples(100_000);
    }

    void measure(int baselineSolves) {
      Progress progress = new Progress(System.err, set.name());
      int size = set.problems().size();
      check();
      for (int k = 0; k < WARM_UP; k += size) {
        pass(cold, coldTimes);
        pass(warm, warmTimes);
        pass(plainCold, plainColdTimes);
        pass(plainWarm, plainWarmTimes);
        progress.at(0.3 * k / WARM_UP, "warming up");
      }
      // Untimed: compiles ojAlgo.
      baseline(Math.min(baselineSolves, 1_000), 0);
      coldTimes.clear();
      warmTimes.clear();
      plainColdTimes.clear();
      plainWarmTimes.clear();
      baselineTimes.clear();
      long bytes = 0;
      for (int pass = 0; pass < PASSES; pass++) {
        long before = HostInfo.allocated();
        pass(cold, coldTimes);
        pass(warm, warmTimes);
        pass(plainCold, plainColdTimes);
        pass(plainWarm, plainWarmTimes);
        bytes += HostInfo.allocated() - before;
        baseline(baselineSolves / PASSES, pass * (baselineSolves / PASSES));
        progress.at(0.4 + 0.6 * (pass + 1) / PASSES, "timing");
      }
      bytesPerSolve = bytes / (4.0 * PASSES * size);
      progress.done();
    }

    /** Solves each problem once, cold, and keeps answers and residuals. */
    private void check() {
      long active = 0;
      int solved = 0;
      for (QpProblem p : set.problems()) {
        QpStatus status = cold.solve(p);
        outcomes[status.ordinal()]++;
        double[] x = cold.solution().clone();
        if (status == QpStatus.SOLVED) {
          worstKkt = Math.max(worstKkt, KktResidual.worst(p, x, cold.multipliers()));
          active += Arrays.stream(cold.multipliers()).filter(y -> y > 0).count();
          solved++;
        } else {
          Arrays.fill(x, Double.NaN);
          unsolved++;
        }
        answers.add(x);
      }
      activeRows = solved == 0 ? 0 : (double) active / solved;
    }

    private void pass(DualActiveSetSolver solver, Samples times) {
      for (int k = 0; k < set.problems().size(); k++) {
        copy(set.problems().get(k), hot);
        long start = System.nanoTime();
        solver.solve(hot);
        times.add(System.nanoTime() - start);
      }
    }

    private void baseline(int count, int from) {
      for (int k = 0; k < count; k++) {
        OjAlgoBaseline problem =
            new OjAlgoBaseline(set.problems().get((from + k) % set.problems().size()));
        long start = System.nanoTime();
        problem.solve();
        baselineTimes.add(System.nanoTime() - start);
      }
    }

    /** As in a control loop, where a problem is written just before it is solved. */
    private static void copy(QpProblem from, QpProblem to) {
      to.rows = from.rows;
      System.arraycopy(from.hessian, 0, to.hessian, 0, to.hessian.length);
      System.arraycopy(from.linear, 0, to.linear, 0, to.linear.length);
      System.arraycopy(from.matrix, 0, to.matrix, 0, to.matrix.length);
      System.arraycopy(from.rightHandSide, 0, to.rightHandSide, 0, to.rightHandSide.length);
      System.arraycopy(from.lower, 0, to.lower, 0, to.lower.length);
      System.arraycopy(from.upper, 0, to.upper, 0, to.upper.length);
    }

    void print() {
      System.out.printf(
          Locale.ROOT,
          "%-12s %8.2f %8.2f | %8.2f %8.2f | %10.2f %8.2f | %9.1f %9.1f | %9.1f %9.2f | %6.1f %7.1f %9.1e%n",
          set.name(),
          coldTimes.median(),
          coldTimes.micros(0.99),
          warmTimes.median(),
          warmTimes.micros(0.99),
          plainColdTimes.median(),
          plainWarmTimes.median(),
          baselineTimes.median(),
          baselineTimes.micros(0.99),
          baselineTimes.median() / coldTimes.median(),
          coldTimes.median() / warmTimes.median(),
          bytesPerSolve,
          activeRows,
          worstKkt);
    }

    void put(ObjectNode node) {
      coldTimes.put(node.putObject("cold_us"));
      warmTimes.put(node.putObject("warm_us"));
      plainColdTimes.put(node.putObject("plain_cold_us"));
      plainWarmTimes.put(node.putObject("plain_warm_us"));
      baselineTimes.put(node.putObject("ojalgo_us"));
      node.put("bytes_per_solve", bytesPerSolve)
          .put("worst_kkt", worstKkt)
          .put("active_constraints", activeRows)
          .put("ojalgo_over_cold", baselineTimes.median() / coldTimes.median())
          .put("cold_over_warm", coldTimes.median() / warmTimes.median());
      ObjectNode counts = node.putObject("outcomes");
      for (QpStatus s : QpStatus.values()) {
        counts.put(s.name().toLowerCase(Locale.ROOT), outcomes[s.ordinal()]);
      }
    }
  }
}
