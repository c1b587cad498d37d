package org.reins.launch.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.filter.EnvelopeLevels;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.report.Progress;
import org.reins.learning.policy.TanhNetwork;
import org.reins.node.html.SvgPlot;
import org.reins.node.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares an earned envelope with a tight and a loose one. */
@Command(
    name = "dynamic-vs-static",
    description =
        "Fine-tunes a robot's policy behind the filter under a tight, a loose and a dynamic"
            + " envelope, with the same budget. Also measures the gate, the drift predictor and"
            + " the drop of the level after a degradation.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class DynamicVsStaticCommand implements Callable<Integer> {
  @Option(names = "--robot", description = "panda or go1.")
  private String robot = "panda";

  @Option(names = "--seeds", description = "Training runs per regime, 1 to 100.")
  private int seeds = 5;

  @Option(names = "--generations", description = "Updates per training run, 1 to 10000.")
  private int generations = 60;

  @Option(names = "--threads", description = "Training runs in parallel, 1 to 256.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--test-hours",
      description = "Healthy operation to test the drift predictor on, h, 0.01 to 1000.")
  private double testHours = 1;

  @Option(
      names = "--drift-runs",
      description = "Degraded runs to test the drift predictor on, 20 to 100000.")
  private int driftRuns = 400;

  @Option(names = "--policies", description = "Synthetic policies of each kind, 10 to 1000000.")
  private int policies = 10_000;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Option(names = "--html", description = "HTML page with the learning curves.")
  private Path html;

  @Override
  public Integer call() throws Exception {
    DriftCommand.require("--seeds", seeds, 1, 100);
    DriftCommand.require("--generations", generations, 1, 10_000);
    DriftCommand.require("--threads", threads, 1, 256);
    DriftCommand.require("--test-hours", testHours, 0.01, 1000);
    DriftCommand.require("--drift-runs", driftRuns, 20, 100_000);
    DriftCommand.require("--policies", policies, 10, 1_000_000);
    TuningTask task = TuningTask.of(robot, generations);
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("robot", robot).put("return_unit", task.returns());

    DynamicVsStatic experiment = new DynamicVsStatic(task.courses(), task.start(), task.settings());
    Progress progress = new Progress(System.out, "train");
    Map<EnvelopeSource, List<FineTuning.Outcome>> outcomes =
        experiment.run(seeds, threads, s -> progress.at(s, progress.timeLeft(0, s)));
    progress.done();
    experiment.write(outcomes, root);
    print(task, outcomes, root);
    save(root);
    if (html != null) {
      Files.writeString(html, page(task, root));
    }

    TanhNetwork trained = outcomes.get(EnvelopeSource.DYNAMIC).get(0).policy();
    System.out.println("earn the widest envelope, lose it, earn it again …");
    TaskEnvironment course = task.courses().apply(EnvelopeSource.DYNAMIC);
    recover(task, new Recovery(course, trained), root.putObject("degradation"));
    save(root);

    System.out.printf("gate: %d synthetic policies of each kind …%n", policies);
    double worst =
        GateCampaign.run(policies, 5_000, 1).values().stream()
            .mapToDouble(o -> (double) o.promoted() / o.policies())
            .max()
            .orElseThrow();
    root.putObject("gate").put("false_promotion_share", worst);
    System.out.printf(
        Locale.ROOT,
        "gate: at most %.2f %% of the undeserving policies of any kind promoted%n",
        100 * worst);

    if (task.drift()) {
      DriftStudy.Verdict verdict =
          DriftCommand.judge(
              DriftCommand.study(),
              LearnedModels.driftModel(LearnedModels.BUILT_IN),
              testHours,
              driftRuns,
              7);
      DriftCommand.print(verdict);
      verdict.write(root.putObject("drift"));
    } else {
      System.out.println("drift: there is no drift chain for " + robot);
    }
    save(root);
    return 0;
  }

  /** Writes the results so far: the parts take long, and none must be lost. */
  private void save(ObjectNode root) throws IOException {
    if (json != null) {
      Json.write(json, root);
    }
  }

  private static void print(
      TuningTask task, Map<EnvelopeSource, List<FineTuning.Outcome>> outcomes, ObjectNode root) {
    System.out.printf("%-26s", "mean (95 % over seeds)");
    outcomes.keySet().forEach(r -> System.out.printf(" %22s", name(r)));
    System.out.println();
    row(outcomes, root, "final return, " + task.returns(), "final_return");
    row(outcomes, root, task.tasks(), "success");
    row(outcomes, root, "violations in training", "violations");
    row(outcomes, root, "near-violations", "near_violations");
    row(outcomes, root, "steps to tight's return", "steps_to_tight_return");
    double tight = root.at("/tight/final_return/mean").asDouble();
    double loose = root.at("/loose/final_return/mean").asDouble();
    double dynamic = root.at("/dynamic/final_return/mean").asDouble();
    System.out.printf(
        Locale.ROOT,
        "dynamic reaches %.1f %% of the return of loose, and %.1f %% more than tight%n",
        100 * dynamic / loose,
        100 * (dynamic / tight - 1));
  }

  private static void row(
      Map<EnvelopeSource, List<FineTuning.Outcome>> outcomes,
      ObjectNode root,
      String label,
      String key) {
    System.out.printf("%-26s", label);
    for (EnvelopeSource r : outcomes.keySet()) {
      MeanBand b =
          new MeanBand(
              root.at("/" + name(r) + "/" + key + "/mean").asDouble(),
              root.at("/" + name(r) + "/" + key + "/low").asDouble(),
              root.at("/" + name(r) + "/" + key + "/high").asDouble());
      System.out.printf(
          Locale.ROOT,
          " %22s",
          String.format(Locale.ROOT, "%.4g (%.4g–%.4g)", b.mean(), b.low(), b.high()));
    }
    System.out.println();
  }

  private static String name(EnvelopeSource regime) {
    return regime.name().toLowerCase(Locale.ROOT);
  }

  private static void recover(TuningTask task, Recovery recovery, ObjectNode node) {
    Recovery.Outcome o = recovery.run(EnvelopeLevels.DEFAULT.top(), 900, 500_000);
    node.put("level_before", o.level());
    node.put("periods_to_base", finite(o.periodsToBase()));
    node.put("seconds_to_level_again", finite(o.secondsToLevelAgain()));
    System.out.printf(
        Locale.ROOT,
        "degradation: level %d earned in %.0f s; at the base %.1f planner periods after %s;"
            + " earned again in %.0f s%n",
        o.level(),
        o.secondsToLevel(),
        o.periodsToBase(),
        task.degradation(),
        o.secondsToLevelAgain());
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  static String page(TuningTask task, ObjectNode root) {
    SvgPlot plot =
        new SvgPlot("Return during fine-tuning (mean and 95 %)", task.returns()).unit("k steps");
    SvgPlot levels = new SvgPlot("Envelope level", "level").unit("k steps").range(0, 4);
    for (EnvelopeSource r : EnvelopeSource.values()) {
      double[] steps = curve(root, r, "/steps");
      plot.line(name(r), steps, curve(root, r, "/return/mean"))
          .band(curve(root, r, "/return/low"), curve(root, r, "/return/high"));
    }
    levels
        .line(
            "dynamic",
            curve(root, EnvelopeSource.DYNAMIC, "/steps"),
            curve(root, EnvelopeSource.DYNAMIC, "/level/mean"))
        .band(
            curve(root, EnvelopeSource.DYNAMIC, "/level/low"),
            curve(root, EnvelopeSource.DYNAMIC, "/level/high"));
    return "<!doctype html><meta charset=\"utf-8\"><title>dynamic vs static</title>\n"
        + plot.render()
        + "\n"
        + levels.render()
        + "\n";
  }

  /** One figure of all generations; steps in thousands. */
  private static double[] curve(ObjectNode root, EnvelopeSource r, String figure) {
    JsonNode points = root.at("/" + name(r) + "/curve");
    double unit = figure.equals("/steps") ? 1e-3 : 1;
    double[] values = new double[points.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = unit * points.get(k).at(figure).asDouble();
    }
    return values;
  }
}
