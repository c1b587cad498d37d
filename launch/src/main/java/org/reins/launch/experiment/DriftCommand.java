package org.reins.launch.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.filter.barrier.BarrierFile;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.report.Progress;
import org.reins.learning.policy.OnnxReader;
import org.reins.node.drift.DriftFile;
import org.reins.node.drift.DriftModel;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns the drift chain, and tests it on separate runs. */
@Command(
    name = "drift",
    description =
        "Learns the absorbing chain of the drift predictor from healthy and degraded runs, and"
            + " tests it on other runs.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class DriftCommand implements Callable<Integer> {
  @Option(names = "--hours", description = "Healthy operation to learn from, h, 0.01 to 1000.")
  private double hours = 4;

  @Option(names = "--test-hours", description = "Healthy operation to test on, h, 0.01 to 1000.")
  private double testHours = 4;

  @Option(
      names = "--runs",
      description = "Degraded runs to learn from, and the same number to test on, 20 to 100000.")
  private int runs = 800;

  @Option(names = "--seed", description = "Seed, 0 to 400.")
  private long seed = 1;

  @Option(
      names = "--drift",
      description = "Test this drift file, or built-in, instead of learning a chain.")
  private String judged = "";

  @Option(names = "--out", description = "File for the learned chain.")
  private Path out;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    require("--hours", hours, 0.01, 1000);
    require("--test-hours", testHours, 0.01, 1000);
    require("--runs", runs, 20, 100_000);
    require("--seed", (double) seed, 0, 400);
    DriftStudy study = study();
    DriftModel model = judged.isEmpty() ? learn(study) : LearnedModels.driftModel(judged);
    DriftStudy.Verdict verdict = judge(study, model, testHours, runs, seed);
    print(verdict);
    if (json != null) {
      ObjectNode root = Json.MAPPER.createObjectNode();
      verdict.write(root.putObject("drift"));
      Json.write(json, root);
    }
    return 0;
  }

  private DriftModel learn(DriftStudy study) throws Exception {
    Progress progress = new Progress(System.out, "learn the chain");
    DriftModel model = study.learn(hours, runs, seed, s -> progress.at(s, progress.timeLeft(0, s)));
    progress.done();
    if (out != null) {
      DriftFile.write(out, model);
    }
    return model;
  }

  static DriftStudy study() {
    RobotModel robot = RobotFiles.load("panda");
    BarrierFile barrier = LearnedModels.barrier(LearnedModels.BUILT_IN);
    return new DriftStudy(
        new DriftExperiment(
            robot,
            () -> LearnedModels.filter(robot, barrier),
            OnnxReader.read(LearnedModels.BUILT_IN, LearnedModels.policy(LearnedModels.BUILT_IN))));
  }

  static DriftStudy.Verdict judge(
      DriftStudy study, DriftModel model, double hours, int runs, long seed) {
    Progress progress = new Progress(System.out, "test the chain");
    DriftStudy.Verdict verdict =
        study.judge(model, hours, runs, seed, s -> progress.at(s, progress.timeLeft(0, s)));
    progress.done();
    return verdict;
  }

  static void print(DriftStudy.Verdict v) {
    System.out.printf(
        "%-16s %6s %10s %22s%n", "degradation", "runs", "violations", "foreseen ≥ 0.2 s ahead");
    for (Map.Entry<Degradation.Kind, DriftStudy.Foreseen> e : v.byKind().entrySet()) {
      DriftStudy.Foreseen f = e.getValue();
      System.out.printf(
          "%-16s %6d %10d %22d%n",
          e.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          f.runs(),
          f.violations(),
          f.foreseen());
    }
    System.out.printf(
        Locale.ROOT,
        "foreseen %.1f %%, median lead %.2f s; %d false alarms in %.1f h of healthy operation%n",
        100 * v.foreseenShare(),
        v.medianLead(),
        v.falseAlarms(),
        v.healthyHours());
  }

  static void require(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new ReinsException(name + " is " + value + ": allowed is " + low + " to " + high);
    }
  }
}
