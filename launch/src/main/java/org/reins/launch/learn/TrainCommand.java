package org.reins.launch.learn;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.launch.report.Progress;
import org.reins.learning.assurance.RecoveredEstimate;
import org.reins.learning.fit.Checkpoint;
import org.reins.learning.fit.GuardFit;
import org.reins.learning.fit.StagedTraining;
import org.reins.learning.rollout.RolloutSettings;
import org.reins.learning.rollout.RolloutTraining;
import org.reins.learning.value.RecordedSettings;
import org.reins.learning.value.RecordedTraining;
import org.reins.learning.value.ValueSettings;
import org.reins.learning.value.ValueTraining;
import org.reins.learning.value.ValueTraining.Extra;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.sim.TransitionFile;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.InputSet;
import org.reins.sim.system.Systems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Learns a barrier from a recording. */
@Command(
    name = "train",
    description =
        "Learns a barrier from a recording and writes a barrier file that is not yet calibrated. An"
            + " interrupted training resumes from its checkpoint.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class TrainCommand implements Callable<Integer> {
  private enum Method {
    auto,
    rollouts,
    zero_level,
    recorded,
    vocbf,
    fisor
  }

  @Option(
      names = "--method",
      description =
          "rollouts: policy iteration in learned dynamics; zero_level: V-OCBF with a fading"
              + " discount; recorded: the value of the recorded behaviour, for recordings of a"
              + " backup policy; vocbf, fisor: as published; auto: rollouts for benchmark systems,"
              + " otherwise zero_level.")
  private Method method = Method.auto;

  @Option(
      names = "--data",
      required = true,
      description = "Recording: a file or folder that ./reins data info reads.")
  private Path data;

  @Mixin private RecordingOptions recording;

  @Option(names = "--out", required = true, description = "Barrier file to write.")
  private Path out;

  @Option(names = "--steps", description = "Gradient steps; 0 selects the method's default.")
  private int steps;

  @Option(names = "--tau", description = "zero_level, recorded: expectile.")
  private double tau = ValueSettings.DEFAULT.tau();

  @Option(names = "--lambda", description = "zero_level: initial discount rate, 1/s.")
  private double lambda = ValueSettings.DEFAULT.lambda();

  @Option(
      names = "--critic",
      description =
          "zero_level, fisor: also fit a critic affine in the action, for a filter without"
              + " dynamics.")
  private boolean critic;

  @Option(names = "--members", description = "Members of the ensemble, 1 to 5.")
  private int members = 1;

  @Mixin private RolloutOptions rolloutOptions;

  @Option(
      names = "--angles",
      split = ",",
      description = "Indices of state numbers that are angles; known for benchmark systems.")
  private List<Integer> angles = List.of();

  @Option(names = "--seed", description = "Seed of everything random.")
  private long seed = 1;

  @Option(
      names = "--checkpoint",
      description = "File for the state of the training; by default next to --out.")
  private Path checkpointPath;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Option(
      names = "--plot",
      description = "HTML file for plots of losses and volume over the training.")
  private Path plot;

  private final TrainingHistory course = new TrainingHistory();

  @Override
  public Integer call() throws Exception {
    TransitionFile file = recording.read(data).file();
    String hash = recording.hash(data, file);
    BenchmarkSystem system = Systems.find(file.robot()).orElse(null);
    int[] turning =
        system == null || !angles.isEmpty()
            ? angles.stream().mapToInt(Integer::intValue).toArray()
            : SystemBarriers.angles(system);
    requireAngles(turning, file);
    try (StagedTraining training = training(file, system, turning)) {
      Path at =
          checkpointPath == null
              ? out.resolveSibling(out.getFileName() + ".checkpoint")
              : checkpointPath;
      Checkpoint checkpoint = new Checkpoint(at, describe(hash));
      int done = checkpoint.restore(training);
      if (done > 0) {
        System.out.println("resuming after stage " + done + " of " + training.stages());
      }
      run(training, checkpoint, done, new RecoveredEstimate(file, seed, turning), hash);
      guarded(training.result(hash), file).write(out);
      checkpoint.delete();
    }
    System.out.println("wrote " + out + "; next: ./reins calibrate");
    if (json != null) {
      Json.write(json, course.figures());
    }
    if (plot != null) {
      course.write(plot, "Training of " + out.getFileName());
    }
    return 0;
  }

  /** Adds a guard for out-of-distribution states, if there are enough trajectories for one. */
  private BarrierFile guarded(BarrierFile barrier, TransitionFile file) {
    if (!GuardFit.possible(file)) {
      System.out.println(
          "note: the barrier has no out-of-distribution guard: too few held-out trajectories");
      return barrier;
    }
    return GuardFit.addTo(barrier, file, seed);
  }

  private static void requireAngles(int[] turning, TransitionFile file) {
    for (int angle : turning) {
      if (angle < 0 || angle >= file.transitions().stateSize()) {
        throw new ReinsException(
            "--angles contains "
                + angle
                + ": a state has the indices 0 to "
                + (file.transitions().stateSize() - 1));
      }
    }
  }

  private StagedTraining training(TransitionFile file, BenchmarkSystem system, int... turning) {
    Method chosen = method;
    if (chosen == Method.auto) {
      chosen = system == null ? Method.zero_level : Method.rollouts;
    }
    method = chosen;
    return switch (chosen) {
      case rollouts -> rollouts(file, system, turning);
      case vocbf ->
          new ValueTraining(
              file, published(ValueSettings.Method.VOCBF, file), Extra.MODEL, turning);
      case fisor ->
          new ValueTraining(file, published(ValueSettings.Method.FISOR, file), extra(), turning);
      case recorded ->
          new RecordedTraining(
              file,
              RecordedSettings.of(steps == 0 ? ValueSettings.DEFAULT.steps() : steps, tau, seed),
              turning);
      default -> new ValueTraining(file, zeroLevel(), extra(), turning);
    };
  }

  private Extra extra() {
    return critic ? Extra.CRITIC : Extra.NONE;
  }

  private StagedTraining rollouts(TransitionFile file, BenchmarkSystem system, int... turning) {
    RolloutSettings s = rolloutOptions.settings(system, file.robot(), steps, members, seed);
    InputSet inputs = system == null ? largestActions(file) : system.inputSet();
    return new RolloutTraining(file, inputs, s, turning);
  }

  /** The box of the actions in the data: actions outside it are not known to be admissible. */
  private static InputSet largestActions(TransitionFile file) {
    int m = file.transitions().actionSize();
    double[] most = new double[m];
    for (int i = 0; i < file.transitions().count() * m; i++) {
      most[i % m] = Math.max(most[i % m], Math.abs(file.transitions().action()[i]));
    }
    return new InputSet.Box(most);
  }

  private ValueSettings published(ValueSettings.Method which, TransitionFile file) {
    ValueSettings s = ValueSettings.published(which, file.dt(), seed);
    return steps == 0 ? s : s.withSteps(steps);
  }

  private ValueSettings zeroLevel() {
    ValueSettings d = ValueSettings.DEFAULT;
    return new ValueSettings(
        d.method(),
        steps == 0 ? d.steps() : steps,
        d.batch(),
        lambda,
        tau,
        d.learningRate(),
        d.width(),
        d.hidden(),
        d.activation(),
        members,
        seed);
  }

  private String describe(String hash) {
    return String.join(
        " ",
        List.of(
            method.name(),
            "steps " + steps,
            "tau " + tau,
            "lambda " + lambda,
            "critic " + critic,
            "members " + members,
            rolloutOptions.toString(),
            "angles " + angles,
            "seed " + seed,
            "data " + hash));
  }

  private void run(
      StagedTraining training,
      Checkpoint checkpoint,
      int done,
      RecoveredEstimate estimate,
      String hash)
      throws java.io.IOException {
    Progress progress = new Progress(System.out, "train");
    int stages = training.stages();
    double[] recovered = {Double.NaN};
    for (int k = done; k < stages; k++) {
      int stage = k;
      training.stage(
          k,
          (what, share, loss) -> {
            double at = (stage + share) / stages;
            course.loss(at, what, loss);
            progress.at(
                at,
                String.format(
                    Locale.ROOT,
                    "stage %d of %d, %s, loss %.5f, recovered about %s%s",
                    stage + 1,
                    stages,
                    what,
                    loss,
                    Double.isNaN(recovered[0])
                        ? "–"
                        : String.format(Locale.ROOT, "%.1f %%", 100 * recovered[0]),
                    progress.timeLeft((double) done / stages, at)));
          });
      checkpoint.save(training, k + 1);
      recovered[0] = estimate.of(Barriers.of(training.result(hash)));
      course.recovered((k + 1.0) / stages, recovered[0]);
    }
    progress.done();
  }
}
