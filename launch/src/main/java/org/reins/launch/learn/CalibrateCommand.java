package org.reins.launch.learn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.filter.sampleddata.CriticRate;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.report.Progress;
import org.reins.launch.walk.WalkCells;
import org.reins.launch.walk.WalkMargin;
import org.reins.launch.walk.WalkSetting;
import org.reins.launch.walk.WalkSuite;
import org.reins.learning.assurance.Calibration;
import org.reins.learning.assurance.DrivenTrajectories;
import org.reins.learning.assurance.HeldOutTrajectories;
import org.reins.node.assembly.ModelFiles;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.TransitionFile;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;
import org.reins.sim.cell.WalkCell;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.Guards;
import org.reins.sim.system.Systems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds the margin of a barrier. */
@Command(
    name = "calibrate",
    description =
        "Finds the margin of a barrier by conformal calibration, on held-out trajectories of a"
            + " recording or on driven trajectories of a benchmark system.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class CalibrateCommand implements Callable<Integer> {
  private static final int MOST_STARTS = 2_000_000;
  // Length of a walk without a cell, s.
  private static final double WALK_SECONDS = 8;

  @Option(names = "--barrier", required = true, description = "Barrier file.")
  private Path barrierPath;

  @Option(names = "--out", description = "Barrier file to write; by default the input file.")
  private Path out;

  @Option(
      names = "--data",
      description =
          "Recording that the barrier was trained on, with the same options. Its held-out part is"
              + " used.")
  private Path data;

  @Mixin private RecordingOptions recording;

  @Option(
      names = "--miss",
      description =
          "Accepted share of lost trajectories that the barrier calls safe; 0 selects 0.03 with a"
              + " recording and 0.001 with a benchmark system.")
  private double givenMiss;

  @Option(
      names = "--trajectories",
      description = "Benchmark systems: number of lost trajectories to drive, 2 to 1000000.")
  private int trajectories = 2_500;

  @Option(
      names = "--episodes",
      description =
          "Benchmark systems: δ is raised until this many filtered episodes meet no unsafe state;"
              + " 0 leaves δ unchanged.")
  private int episodes = 5_000;

  @Option(
      names = "--walks",
      description =
          "Walking robots: δ is raised to the value at which the fewest of this many walks per"
              + " scenario fall under the filter; 0 leaves δ unchanged.")
  private int walks = 20;

  @Option(
      names = "--way",
      description =
          "Walking robots: share of the unfiltered distance that must remain, 0.1 to 1. A larger one"
              + " is less in the way and catches fewer falls.")
  private double way = 0.85;

  @Option(
      names = "--cell",
      description =
          "Cell file, or a cell that comes with Reins. For an arm, δ is raised until --runs filtered"
              + " runs of its task enter no zone; for legs, see --walks.")
  private String cellName;

  @Option(names = "--runs", description = "With an arm's --cell: number of runs, 1 to 1000.")
  private int runs = 30;

  @Option(
      names = "--critic",
      description =
          "Benchmark systems: find a margin for the filter by the critic in the same way. This"
              + " filter needs no dynamics.")
  private boolean critic;

  @Option(names = "--policy", description = "ONNX file of the walking policy.")
  private String policyName = LearnedModels.BUILT_IN;

  @Option(names = "--alpha", description = "Benchmark systems: gain of the filter, 1/s.")
  private double alpha = 10;

  @Option(names = "--seed", description = "Seed of the starts.")
  private long seed = 2;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    BarrierFile file = BarrierFile.read(barrierPath);
    double usual = data == null ? 0.001 : 0.03;
    double miss = givenMiss == 0 ? usual : givenMiss;
    if (!(miss >= 1e-4 && miss <= 0.5)) {
      throw new ReinsException("--miss is " + miss + ": allowed is 0.0001 to 0.5");
    }
    if (trajectories < 2 || trajectories > 1_000_000) {
      throw new ReinsException("--trajectories is " + trajectories + ": allowed is 2 to 1000000");
    }
    if (episodes < 0 || episodes > 1_000_000) {
      throw new ReinsException("--episodes is " + episodes + ": allowed is 0 to 1000000");
    }
    if (!(way >= 0.1 && way <= 1)) {
      throw new ReinsException("--way is " + way + ": allowed is 0.1 to 1");
    }
    if (runs < 1 || runs > 1000) {
      throw new ReinsException("--runs is " + runs + ": allowed is 1 to 1000");
    }
    if (cellName != null && data == null) {
      throw new ReinsException(
          "--data is needed with --cell: the recording that ./reins collect --cell wrote");
    }
    List<Calibration.Lost> lost = data == null ? driven(file) : recorded(file);
    Calibration c = Calibration.of(lost, miss);
    double delta = c.delta();
    if (data == null && episodes > 0) {
      delta = raised(file, delta);
    } else if (cellName != null) {
      double least = delta;
      delta =
          CellFile.read(cellName)
              .choose(arm -> raisedInCell(arm, file, least), legs -> walked(legs, file, least));
    } else if (walks > 0 && RobotFiles.legged().contains(file.robot())) {
      delta = walked(file, delta);
    }
    BarrierFile calibrated =
        file.withMetadata(
            Map.of(
                "delta",
                Double.toString(delta),
                "calibration_miss",
                Double.toString(c.miss()),
                "calibration_trajectories",
                Integer.toString(c.calibrated()),
                "calibration_source",
                data == null ? "driven" : "recorded"));
    if (critic) {
      double margin = raisedForCritic(calibrated, delta);
      calibrated = calibrated.withMetadata(Map.of(CriticRate.DELTA, Double.toString(margin)));
      System.out.printf(Locale.ROOT, "margin of the filter by the critic %.5f%n", margin);
    }
    Path to = out == null ? barrierPath : out;
    calibrated.write(to);
    print(c, delta, to);
    if (json != null) {
      Json.write(json, figures(c, delta));
    }
    return 0;
  }

  private List<Calibration.Lost> driven(BarrierFile file) {
    if (Systems.find(file.robot()).isEmpty()) {
      throw new ReinsException(
          "--data is needed: "
              + file.robot()
              + " is not a benchmark system ("
              + Systems.names()
              + ")");
    }
    BenchmarkSystem system = Systems.of(file.robot());
    Progress progress = new Progress(System.out, "calibrate");
    List<Calibration.Lost> lost =
        new DrivenTrajectories(system)
            .lost(
                () -> Barriers.batched(file),
                trajectories,
                MOST_STARTS,
                seed,
                share -> progress.at(share, ""));
    progress.done();
    return lost;
  }

  private double raised(BarrierFile file, double conformal) {
    BenchmarkSystem system = Systems.of(file.robot());
    Guards guards = new Guards(system);
    return new FilterMargin(file, system, episodes, seed)
        .find(
            "model",
            conformal,
            delta -> guards.barrier(Barriers.of(file), delta, alpha, system.period(), 0));
  }

  /** The filter by the critic has the critic's errors: it needs a separate margin. */
  private double raisedForCritic(BarrierFile file, double delta) {
    if (episodes == 0) {
      throw new ReinsException("--critic evaluates episodes, and --episodes is 0: give 1 or more");
    }
    if (Systems.find(file.robot()).isEmpty() || file.network(CriticRate.NETWORK).isEmpty()) {
      throw new ReinsException(
          "--critic is for benchmark systems and for barrier files with a critic: "
              + barrierPath
              + " is of "
              + file.robot()
              + (file.network(CriticRate.NETWORK).isEmpty() ? ", without a critic" : ""));
    }
    BenchmarkSystem system = Systems.of(file.robot());
    Guards guards = new Guards(system);
    return new FilterMargin(file, system, episodes, seed)
        .find(
            "critic",
            delta,
            margin ->
                guards.filter(
                    new CriticRate(file, Barriers.of(file)),
                    null,
                    margin,
                    alpha,
                    system.period(),
                    0));
  }

  private double walked(BarrierFile file, double conformal) {
    RobotModel robot = RobotFiles.legged(file.robot());
    return WalkCalibration.find(
        new WalkMargin(
            WalkSetting.usual(
                robot, policyName, ModelFiles.NONE, WALK_SECONDS, seed, WalkSuite.EMBEDDED),
            () -> LearnedModels.walkNetwork(robot, policyName),
            LearnedModels.WALK_ALPHA,
            walks),
        file,
        conformal,
        way);
  }

  private double walked(WalkCell cell, BarrierFile file, double conformal) {
    if (walks == 0) {
      return conformal;
    }
    return WalkCalibration.find(WalkCells.margin(cell, walks, seed), file, conformal, way);
  }

  private double raisedInCell(Cell cell, BarrierFile file, double conformal) {
    Progress progress = new Progress(System.out, "calibrate");
    CellMargin margin = new CellMargin(cell, runs, seed);
    double delta = margin.find(file, conformal, share -> progress.at(share, "runs of the cell"));
    progress.done();
    margin.tried().forEach(t -> System.out.println(t.line(runs)));
    return delta;
  }

  private List<Calibration.Lost> recorded(BarrierFile file) throws java.io.IOException {
    TransitionFile read = recording.read(data).file();
    requireTrainedOn(file, data, recording.hash(data, read));
    HeldOutTrajectories held = new HeldOutTrajectories(read, file.angles());
    Barrier barrier = Barriers.of(file);
    return held.lost(barrier);
  }

  /** The held-out episodes are known only for the recording that was used in training. */
  private static void requireTrainedOn(BarrierFile file, Path data, String hash) {
    String trained = file.metadata().get("dataset_sha256");
    if (!hash.equals(trained)) {
      throw new ReinsException(
          "recording "
              + data
              + " has SHA-256 "
              + hash
              + ": the barrier was trained on "
              + trained
              + ", and the held-out part is known only for that recording, read with the same"
              + " options");
    }
  }

  private void print(Calibration c, double delta, Path to) {
    System.out.printf(
        Locale.ROOT,
        "wrote %s%nmargin δ %.5f from %d lost trajectories at a miss rate of %.4f%n",
        to,
        c.delta(),
        c.calibrated(),
        c.miss());
    if (delta > c.delta() && data == null) {
      System.out.printf(
          Locale.ROOT,
          "raised to %.5f: with a smaller δ the filter met unsafe states in %d episodes%n",
          delta,
          episodes);
    }
    System.out.printf("%-24s %8s %8s %20s%n", "region", "lost", "missed", "at most (95 %)");
    for (Calibration.Region r : c.regions()) {
      System.out.printf(
          Locale.ROOT, "%-24s %8d %8d %19.3f%%%n", r.name(), r.lost(), r.missed(), 100 * r.bound());
    }
  }

  private static ObjectNode figures(Calibration c, double delta) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("delta", delta);
    node.put("conformal_delta", c.delta());
    node.put("miss", c.miss());
    node.put("trajectories", c.calibrated());
    ArrayNode regions = node.putArray("regions");
    for (Calibration.Region r : c.regions()) {
      regions
          .addObject()
          .put("region", r.name())
          .put("lost", r.lost())
          .put("missed", r.missed())
          .put("bound", r.bound())
          .put("confidence", Calibration.CONFIDENCE);
    }
    return node;
  }
}
