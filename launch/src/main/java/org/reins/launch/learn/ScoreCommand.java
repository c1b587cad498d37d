package org.reins.launch.learn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.filter.sampleddata.CommandFilter;
import org.reins.filter.sampleddata.CriticRate;
import org.reins.filter.sampleddata.LearnedModel;
import org.reins.launch.report.Progress;
import org.reins.learning.fit.ClippedProjection;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.Episodes;
import org.reins.sim.system.GridValue;
import org.reins.sim.system.Guards;
import org.reins.sim.system.KernelScore;
import org.reins.sim.system.MarginBarrier;
import org.reins.sim.system.Systems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a barrier against the exact kernel. */
@Command(
    name = "score",
    description =
        "Scores a barrier of a benchmark system against the exact kernel. Runs closed-loop episodes"
            + " over gain, period, delay and disturbance, and compares with the baselines.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ScoreCommand implements Callable<Integer> {
  private static final double[] ALPHAS = {1, 2, 5, 10, 20, 50};
  private static final double[] PERIODS = {2, 4};
  private static final int MOST_DELAY = 3;
  private static final double[] DISTURBANCES = {0.05, 0.1, 0.2};
  private static final double USUAL_ALPHA = 10;

  @Option(names = "--barrier", required = true, description = "Barrier file.")
  private Path barrierPath;

  @Option(
      names = "--system",
      description = "Benchmark system; by default the one named in the file.")
  private String systemName = "";

  @Option(
      names = "--against",
      split = ",",
      description =
          "Further barrier files for the same table. Files of method vocbf are run as V-OCBF's"
              + " authors coded it, all others with our filter.")
  private List<Path> against = List.of();

  @Option(names = "--episodes", description = "Episodes per row, 1 to 1000000.")
  private int episodes = 1_000;

  @Option(names = "--states", description = "States for the volumes, 1000 to 100000000.")
  private int states = 1_000_000;

  @Option(names = "--seed", description = "Seed of states and starts.")
  private long seed = 1;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Option(names = "--plot", description = "PNG file for a picture of the first two state numbers.")
  private Path plot;

  private BenchmarkSystem system;
  private GridValue kernel;
  private Guards guards;
  private Episodes runner;
  private final List<Row> rows = new ArrayList<>();

  /** A filter with α, period and known delay. */
  private interface Maker {
    CommandFilter make(double alpha, double period, int delay);
  }

  private record Row(
      String filter,
      double alpha,
      double period,
      int delay,
      double disturbance,
      Episodes.Result result) {}

  @Override
  public Integer call() throws Exception {
    require("episodes", episodes, 1, 1_000_000);
    require("states", states, 1_000, 100_000_000);
    BarrierFile file = BarrierFile.read(barrierPath);
    system = Systems.of(systemName.isEmpty() ? file.robot() : systemName);
    SystemBarriers.requireFits(file, system, barrierPath);
    Map<String, BarrierFile> others = new LinkedHashMap<>();
    for (Path p : against) {
      BarrierFile other = BarrierFile.read(p);
      SystemBarriers.requireFits(other, system, p);
      others.put(other.metadata().getOrDefault("method", p.getFileName().toString()), other);
    }
    Progress truth = new Progress(System.err, "kernel");
    kernel = new GridValue(system, 1, share -> truth.at(share, ""));
    truth.done();
    guards = new Guards(system);
    runner = new Episodes(system, kernel);
    KernelScore score = score(file);
    Map<String, KernelScore> otherScores = new LinkedHashMap<>();
    otherScores.put("h", score(() -> new MarginBarrier(system), 0));
    others.forEach((name, other) -> otherScores.put(name, score(other)));
    print(score, otherScores);
    episodes(file, others);
    if (json != null) {
      Json.write(json, figures(file, score, otherScores));
    }
    if (plot != null) {
      KernelPicture.write(plot, system, kernel, Barriers.of(file), file.delta());
      System.out.println("wrote " + plot);
    }
    return 0;
  }

  private static void require(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new ReinsException(
          "--" + name + " is " + value + ": allowed is " + low + " to " + high);
    }
  }

  private KernelScore score(BarrierFile file) {
    return score(() -> Barriers.of(file), file.delta());
  }

  private KernelScore score(Supplier<Barrier> barriers, double delta) {
    return KernelScore.of(system, kernel, barriers, delta, states, seed);
  }

  private void episodes(BarrierFile file, Map<String, BarrierFile> others) {
    Map<String, Maker> makers = new LinkedHashMap<>();
    makers.put("none", (alpha, period, delay) -> Guards.none());
    makers.put(
        "h",
        (alpha, period, delay) ->
            guards.barrier(new MarginBarrier(system), 0, alpha, period, delay));
    others.forEach((name, other) -> makers.put(name, maker(name, other)));
    makers.put(
        "exact", (alpha, period, delay) -> guards.barrier(kernel.view(), 0, alpha, period, delay));
    makers.put("reins", maker("", file));
    if (!file.network(LearnedModel.NETWORK).isEmpty()) {
      makers.put(
          "reins, learned",
          (alpha, period, delay) ->
              guards.barrier(
                  new LearnedModel(file, LearnedModel.NETWORK),
                  Barriers.of(file),
                  file.delta(),
                  alpha,
                  period,
                  delay));
    }
    if (!file.network(CriticRate.NETWORK).isEmpty()) {
      makers.put(
          "reins, critic",
          (alpha, period, delay) ->
              guards.filter(
                  new CriticRate(file, Barriers.of(file)),
                  null,
                  CriticRate.delta(file),
                  alpha,
                  period,
                  delay));
    }
    Progress progress = new Progress(System.err, "episodes");
    int all = makers.size() * (ALPHAS.length + PERIODS.length + MOST_DELAY + DISTURBANCES.length);
    int done = 0;
    System.out.printf(
        Locale.ROOT,
        "%n%-14s %6s %8s %6s %8s | %9s %10s %9s %11s %10s%n",
        "filter",
        "alpha",
        "dt, s",
        "delay",
        "disturb.",
        "violating",
        "return",
        "changed",
        "infeasible",
        "deepest h");
    for (Map.Entry<String, Maker> e : makers.entrySet()) {
      double dt = system.period();
      for (double alpha : ALPHAS) {
        if (!e.getKey().equals("none") || alpha == ALPHAS[0]) {
          run(e.getKey(), e.getValue(), alpha, dt, 0, 0);
        }
        progress.at((double) ++done / all, "");
      }
      for (double longer : PERIODS) {
        run(e.getKey(), e.getValue(), USUAL_ALPHA, longer * dt, 0, 0);
        progress.at((double) ++done / all, "");
      }
      for (int delay = 1; delay <= MOST_DELAY; delay++) {
        run(e.getKey(), e.getValue(), USUAL_ALPHA, dt, delay, 0);
        progress.at((double) ++done / all, "");
      }
      for (double disturbance : DISTURBANCES) {
        run(e.getKey(), e.getValue(), USUAL_ALPHA, dt, 0, disturbance);
        progress.at((double) ++done / all, "");
      }
    }
    progress.done();
  }

  /** V-OCBF with its authors' filter, every other barrier with ours. */
  private Maker maker(String name, BarrierFile file) {
    if (name.equals("vocbf")) {
      return (alpha, period, delay) ->
          new ClippedProjection(
              new LearnedModel(file, LearnedModel.NETWORK),
              Barriers.of(file),
              alpha,
              system.inputSet());
    }
    return (alpha, period, delay) ->
        guards.barrier(Barriers.of(file), file.delta(), alpha, period, delay);
  }

  private void run(
      String name, Maker maker, double alpha, double period, int delay, double disturbance) {
    Episodes.Result r =
        runner.run(
            () -> maker.make(alpha, period, delay),
            new Episodes.Conditions(episodes, period, delay, disturbance, seed));
    rows.add(new Row(name, alpha, period, delay, disturbance, r));
    System.out.printf(
        Locale.ROOT,
        "%-14s %6.0f %8.3f %6d %8.2f | %9d %10.1f %8.2f%% %11d %10.4f%n",
        name,
        alpha,
        period,
        delay,
        disturbance,
        r.violating(),
        r.meanReturn(),
        100 * r.changed(),
        r.infeasible(),
        r.deepest());
  }

  private void print(KernelScore own, Map<String, KernelScore> others) {
    System.out.printf(
        Locale.ROOT,
        "%s: kernel %.2f %% of the box, doomed band %.2f %%, %d states%n%n",
        system.name(),
        100 * own.kernel(),
        100 * own.doomed(),
        own.states());
    System.out.printf(
        "%-14s | %10s %12s %12s %12s %14s%n",
        "barrier", "recovered", "false-safe", "false-safe", "false-unsafe", "invariant edge");
    System.out.printf("%-14s | %10s %12s %12s%n", "", "", "of doomed", "of unsafe");
    others.forEach(ScoreCommand::print);
    print("reins", own);
  }

  private static void print(String name, KernelScore s) {
    System.out.printf(
        Locale.ROOT,
        "%-14s | %9.2f%% %11.3f%% %11.3f%% %11.2f%% %13.2f%%%n",
        name,
        100 * s.recovered(),
        100 * s.falseSafeDoomed(),
        100 * s.falseSafeAll(),
        100 * s.falseUnsafe(),
        100 * s.invariantBoundary());
  }

  private ObjectNode figures(BarrierFile file, KernelScore own, Map<String, KernelScore> others) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("system", system.name());
    node.put("barrier", barrierPath.toString());
    node.put("delta", file.delta());
    put(node, own);
    ObjectNode baselines = node.putObject("baselines");
    others.forEach((name, s) -> put(baselines.putObject(name), s));
    ArrayNode rollouts = node.putArray("rollouts");
    for (Row r : rows) {
      rollouts
          .addObject()
          .put("filter", r.filter)
          .put("alpha", r.alpha)
          .put("dt", r.period)
          .put("delay", r.delay)
          .put("disturbance", r.disturbance)
          .put("episodes", r.result.episodes())
          .put("violations", r.result.violating())
          .put("return", r.result.meanReturn())
          .put("changed_share", r.result.changed())
          .put("infeasible_cycles", r.result.infeasible())
          .put("deepest_h", r.result.deepest());
    }
    return node;
  }

  private static void put(ObjectNode node, KernelScore s) {
    node.put("states", s.states());
    node.put("kernel_share", s.kernel());
    node.put("doomed_share", s.doomed());
    node.put("recovered_volume", s.recovered());
    node.put("false_safe_doomed", s.falseSafeDoomed());
    node.put("false_safe_all", s.falseSafeAll());
    node.put("false_unsafe", s.falseUnsafe());
    node.put("invariant_boundary_share", s.invariantBoundary());
    node.put("boundary_states", s.boundaryStates());
  }
}
