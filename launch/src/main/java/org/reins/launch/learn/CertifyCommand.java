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
import java.util.function.IntPredicate;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.launch.campaign.CampaignEvidence;
import org.reins.launch.report.Progress;
import org.reins.launch.walk.WalkCells;
import org.reins.launch.walk.WalkRetest;
import org.reins.learning.assurance.CellProof;
import org.reins.learning.assurance.ClopperPearson;
import org.reins.learning.assurance.SubsetSimulation;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.sim.cell.CellFile;
import org.reins.sim.cell.RobotCell;
import org.reins.sim.legged.WalkScenario;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.Episodes;
import org.reins.sim.system.GridValue;
import org.reins.sim.system.Guards;
import org.reins.sim.system.Systems;
import org.reins.sim.world.DemoWorld;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Certifies a calibrated barrier. */
@Command(
    name = "certify",
    description =
        "Re-tests a calibrated barrier in closed loop and proves it cell by cell where possible."
            + " Writes both results and their assumptions into the barrier file.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class CertifyCommand implements Callable<Integer> {
  @Option(names = "--barrier", required = true, description = "Calibrated barrier file.")
  private Path barrierPath;

  @Option(names = "--out", description = "Barrier file to write; by default the input file.")
  private Path out;

  @Option(
      names = "--cell",
      description = "Robots: cell file, or a cell that comes with Reins, whose task is tested.")
  private String cellName = DemoWorld.CELL;

  @Option(
      names = "--campaign",
      paramLabel = "DIR",
      description =
          "Arms: takes the episodes from a campaign that ran with this barrier, instead of new"
              + " ones: its runs that are drawn evenly, and its estimate by importance splitting"
              + " (campaign --rare).")
  private Path campaign;

  @Option(
      names = "--rare",
      paramLabel = "RUNS",
      description =
          "Benchmark systems: also estimates the share of violating episodes by importance"
              + " splitting, with this many in each of at most 8 levels, 100 to 100000.")
  private Integer rare;

  @Option(
      names = "--episodes",
      description =
          "Closed-loop episodes, 10 to 1000000; 0 selects 10000 with a benchmark system and 200"
              + " with a robot.")
  private int givenEpisodes;

  @Option(names = "--alpha", description = "Benchmark systems: gain of the filter, 1/s.")
  private double alpha = 10;

  @Option(
      names = "--confidence",
      description = "Confidence of the statement, above 0.5 and below 1.")
  private double confidence = 0.99;

  @Option(
      names = "--depth",
      description =
          "Number of times a cell may be halved for its proof, 0 to 40; -1 selects 16, 8 or 4"
              + " with 2, 3 or 4 state numbers.")
  private int depth = -1;

  @Option(names = "--seed", description = "Seed of the starts.")
  private long seed = 3;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  private record Test(
      long trajectories,
      long violating,
      CampaignEvidence campaign,
      SubsetSimulation.Estimate rare) {
    Test(long trajectories, long violating) {
      this(trajectories, violating, null, null);
    }
  }

  @Override
  public Integer call() throws Exception {
    BarrierFile file = BarrierFile.read(barrierPath);
    if (!file.metadata().containsKey("calibration_miss")) {
      throw new ReinsException(
          "barrier file " + barrierPath + " is not calibrated: run ./reins calibrate first");
    }
    if (!(confidence > 0.5 && confidence < 1)) {
      throw new ReinsException(
          "--confidence is " + confidence + ": allowed is above 0.5 and below 1");
    }
    BenchmarkSystem system = Systems.find(file.robot()).orElse(null);
    int usual = system == null ? 200 : 10_000;
    int episodes = givenEpisodes == 0 ? usual : givenEpisodes;
    if (episodes < 10 || episodes > 1_000_000) {
      throw new ReinsException("--episodes is " + episodes + ": allowed is 10 to 1000000");
    }
    if (campaign != null && (system != null || givenEpisodes != 0)) {
      throw new ReinsException(
          system != null
              ? "--campaign is for the barriers of arms: " + file.robot() + " is a benchmark system"
              : "--episodes is for new episodes: give it without --campaign");
    }
    if (rare != null && (system == null || rare < 100 || rare > 100_000)) {
      throw new ReinsException(
          system == null
              ? "--rare is for benchmark systems: ./reins campaign CELL --rare runs a robot's cell, and"
                  + " --campaign takes its estimate"
              : "--rare is " + rare + ": allowed is 100 to 100000");
    }
    Test test;
    RobotCell cell = null;
    if (campaign != null) {
      CampaignEvidence evidence = CampaignEvidence.read(campaign, barrierPath);
      test = new Test(evidence.runs(), evidence.entering(), evidence, evidence.rare());
    } else if (system == null) {
      cell = CellFile.read(cellName);
      test = tested(cell, file, episodes);
    } else {
      test = driven(file, system, episodes);
    }
    double epsilon = ClopperPearson.upper(test.violating, test.trajectories, confidence);
    CellProof proof = null;
    if (system != null && CellProof.possible(system) && Barriers.members(file).size() == 1) {
      Progress progress = new Progress(System.out, "certify");
      int halvings = depth < 0 ? 16 >> (system.states() - 2) : depth;
      proof =
          CellProof.of(
              file,
              system,
              file.delta(),
              halvings,
              share -> progress.at(share, "proof, cell by cell" + progress.timeLeft(0, share)));
      progress.done();
    }
    List<String> assumptions = assumptions(file, test, cell, system, proof != null);
    Path to = out == null ? barrierPath : out;
    sealed(file, test, epsilon, proof, assumptions).write(to);
    print(to, file, test, epsilon, proof, assumptions);
    if (json != null) {
      Json.write(json, figures(file, test, epsilon, proof, assumptions));
    }
    return 0;
  }

  private Test driven(BarrierFile file, BenchmarkSystem system, int episodes) {
    SystemBarriers.requireFits(file, system, barrierPath);
    Guards guards = new Guards(system);
    // Only a pursuer needs the true state.
    GridValue kernel = system.disturbances().length > 1 ? new GridValue(system) : null;
    Episodes.Result r =
        new Episodes(system, kernel, () -> Barriers.of(file), file.delta())
            .run(
                () -> guards.barrier(Barriers.of(file), file.delta(), alpha, system.period(), 0),
                new Episodes.Conditions(episodes, system.period(), 0, 0, seed));
    return new Test(r.episodes(), r.violating(), null, rare == null ? null : split(file, system));
  }

  /** The share of violating episodes by importance splitting. */
  private SubsetSimulation.Estimate split(BarrierFile file, BenchmarkSystem system) {
    Guards guards = new Guards(system);
    GridValue kernel = system.disturbances().length > 1 ? new GridValue(system) : null;
    Episodes episodes = new Episodes(system, kernel, () -> Barriers.of(file), file.delta());
    return RareEpisodes.estimate(
        episodes.smallestH(
            guards.barrier(Barriers.of(file), file.delta(), alpha, system.period(), 0),
            new Episodes.Conditions(1, system.period(), 0, 0, seed)),
        system.states(),
        rare,
        seed);
  }

  private Test tested(RobotCell cell, BarrierFile file, int episodes) {
    return cell.choose(
        arm -> {
          try (CellRetest retest = new CellRetest(arm, file)) {
            return tested(e -> retest.entersZone(1_000 * seed + e), episodes);
          }
        },
        legs -> {
          try (WalkRetest retest = WalkCells.retest(legs, file, seed)) {
            return tested(retest::falls, episodes);
          }
        });
  }

  /** Counts the episodes that are lost. */
  private static Test tested(IntPredicate lost, int episodes) {
    Progress progress = new Progress(System.out, "certify");
    int violating = 0;
    for (int e = 0; e < episodes; e++) {
      violating += lost.test(e) ? 1 : 0;
      progress.at((e + 1.0) / episodes, violating + " violating");
    }
    progress.done();
    return new Test(episodes, violating);
  }

  /** What an episode of a cell is. */
  private static String episode(RobotCell cell) {
    return cell.choose(
        arm ->
            arm.task().seconds()
                + " s episodes of the task of the cell "
                + arm.file()
                + " on the embedded simulator, with goals drawn as in the test",
        legs ->
            legs.course().seconds()
                + " s walks of the cell "
                + legs.file()
                + " on the embedded simulator, which fall or do not fall, the scenarios ("
                + String.join(
                    ", ", legs.course().scenarios().stream().map(WalkScenario::key).toList())
                + ") in equal shares");
  }

  private List<String> assumptions(
      BarrierFile file, Test test, RobotCell cell, BenchmarkSystem system, boolean proved) {
    List<String> all = new ArrayList<>();
    all.add(
        system == null
            ? "the statement is about " + (cell == null ? test.campaign.what() : episode(cell))
            : "the statement is about starts drawn evenly from {B ≥ δ} in the scored box, the system's"
                + " own task, commands every "
                + system.period()
                + " s and alpha "
                + alpha);
    all.add(
        system == null
            ? "the robot, its driver and its disturbances behave like the simulated ones of the cell"
            : "the plant behaves like the simulated one; the statement covers no disturbances or"
                + " delay");
    all.add(
        "the margin δ is conformal for trajectories exchangeable with the "
            + file.metadata().getOrDefault("calibration_trajectories", "")
            + " it was calibrated on");
    if (proved) {
      all.add(
          "the proof covers the condition at every instant on B = δ inside the scored box, for the"
              + " model as written and all its admissible inputs; it does not cover sampling");
    }
    if (system != null) {
      all.add("states are measured without error");
    }
    return all;
  }

  private BarrierFile sealed(
      BarrierFile file, Test test, double epsilon, CellProof proof, List<String> assumptions) {
    Map<String, String> certificate = new LinkedHashMap<>();
    certificate.put("certificate_epsilon", Double.toString(epsilon));
    certificate.put("certificate_confidence", Double.toString(confidence));
    certificate.put("certificate_trajectories", Long.toString(test.trajectories));
    certificate.put("certificate_violating", Long.toString(test.violating));
    certificate.put("certificate_cell_share", proof == null ? "" : Double.toString(proof.share()));
    SubsetSimulation.Estimate split = test.rare;
    certificate.put(
        "certificate_rare_probability", split == null ? "" : Double.toString(split.probability()));
    certificate.put("certificate_rare_error", split == null ? "" : Double.toString(split.error()));
    certificate.put("certificate_assumptions", String.join("; ", assumptions));
    return file.withMetadata(certificate);
  }

  private void print(
      Path to,
      BarrierFile file,
      Test test,
      double epsilon,
      CellProof proof,
      List<String> assumptions) {
    System.out.printf(
        Locale.ROOT,
        "wrote %s%n(1) in closed loop: %d of %d episodes violate; with confidence %.3f at most %.4f %%"
            + " of such episodes do (δ %.5f)%n",
        to,
        test.violating,
        test.trajectories,
        confidence,
        100 * epsilon,
        file.delta());
    SubsetSimulation.Estimate split = test.rare;
    if (split != null) {
      System.out.printf(
          Locale.ROOT,
          "    by importance splitting: %.2g of such episodes violate, standard error %.0f %%, about"
              + " %.2g at most (%d levels, %d runs)%n",
          split.probability(),
          100 * split.error(),
          split.atMost(confidence),
          split.levels(),
          split.evaluations());
    } else if (test.campaign != null) {
      System.out.println(
          "    no estimate by importance splitting: that needs campaign --rare with failure: [zone]");
    }
    if (proof == null) {
      System.out.println(
          "(2) no cell-wise proof: too many state numbers, no exact model, or an ensemble of"
              + " barriers");
    } else {
      System.out.printf(
          Locale.ROOT,
          "(2) by branch and bound: on %d of %d boundary cells (%.2f %%) it is proved that some"
              + " admissible input keeps B from falling%n",
          proof.proved(),
          proof.boundary(),
          100 * proof.share());
    }
    System.out.println("(3) assumptions:");
    assumptions.forEach(a -> System.out.println("    - " + a));
  }

  private ObjectNode figures(
      BarrierFile file, Test test, double epsilon, CellProof proof, List<String> assumptions) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("epsilon", epsilon);
    node.put("confidence", confidence);
    node.put("delta", file.delta());
    node.put("trajectories", test.trajectories);
    node.put("violating", test.violating);
    SubsetSimulation.Estimate split = test.rare;
    if (split != null) {
      node.put("rare_probability", split.probability()).put("rare_error", split.error());
    }
    if (proof == null) {
      node.putNull("certified_cell_share");
    } else {
      node.put("certified_cell_share", proof.share());
      node.put("boundary_cells", proof.boundary());
    }
    node.put("dataset_sha256", file.metadata().get("dataset_sha256"));
    ArrayNode list = node.putArray("assumptions");
    assumptions.forEach(list::add);
    return node;
  }
}
