package org.reins.launch.learn;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.reins.filter.observation.ReachInterface;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.report.Progress;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.TransitionFile;
import org.reins.sim.ZoneRecorder;
import org.reins.sim.legged.WalkRecorder;
import org.reins.sim.system.SystemRecorder;
import org.reins.sim.system.Systems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Records transitions for a barrier. */
@Command(
    name = "collect",
    description = "Records transitions of mixed behaviours from the simulator into HDF5.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class CollectCommand implements Callable<Integer> {
  private static final String PANDA = "panda-zone";
  private static final String WALK = "go1-walk";

  @Option(
      names = "--system",
      description =
          "System to record: panda-zone, go1-walk, boat, double-integrator, pendulum, dubins,"
              + " point-robot or air3d.")
  private String system = PANDA;

  @Option(names = "--out", required = true, description = "HDF5 file to write.")
  private Path out;

  @Option(
      names = "--transitions",
      description =
          "Number of transitions, 1000 to 10000000; 0 selects 800000 for panda-zone and go1-walk,"
              + " 1000000 for point-robot, and 200000 for the others.")
  private int wanted;

  @Option(names = "--policy", description = "ONNX file of the policy for panda-zone or go1-walk.")
  private String policyName = LearnedModels.BUILT_IN;

  @Option(names = "--seed", description = "Seed; the same seed gives the same recording.")
  private long seed = 1;

  @Override
  public Integer call() {
    int transitions = wanted == 0 ? usual(system) : wanted;
    if (transitions < 1000 || transitions > 10_000_000) {
      throw new ReinsException("transitions is " + transitions + ": allowed is 1000 to 10000000");
    }
    Progress progress = new Progress(System.out, "collect");
    IntConsumer listener = done -> progress.at((double) done / transitions, done + " transitions");
    TransitionFile file =
        switch (system) {
          case PANDA -> panda(transitions, listener);
          case WALK -> walk(transitions, listener);
          default -> small(transitions, listener);
        };
    progress.done();
    file.write(out);
    System.out.println("wrote " + out);
    return 0;
  }

  /** Number of transitions for a system's barrier, as in docs/learning.md. */
  public static int usual(String system) {
    return switch (system) {
      case PANDA, WALK -> 800_000;
      // With a fifth of them, states that no controller can hold are called safe.
      case "point-robot" -> 1_000_000;
      default -> 200_000;
    };
  }

  private TransitionFile small(int transitions, IntConsumer listener) {
    if (Systems.find(system).isEmpty()) {
      throw new ReinsException(
          "system is " + system + ": allowed is " + PANDA + ", " + WALK + ", " + Systems.names());
    }
    return new SystemRecorder(Systems.of(system)).record(transitions, seed, listener);
  }

  private TransitionFile walk(int transitions, IntConsumer listener) {
    RobotModel robot = RobotFiles.legged("go1");
    try (OnnxPolicy policy = LearnedModels.walk(robot, policyName)) {
      return new WalkRecorder(robot, policy).record(transitions, seed, listener);
    }
  }

  private TransitionFile panda(int transitions, IntConsumer listener) {
    RobotModel robot = RobotFiles.load("panda");
    ReachInterface reach = new ReachInterface(robot);
    try (OnnxPolicy policy =
        new OnnxPolicy(
            policyName,
            LearnedModels.policy(policyName),
            reach.observationSize(),
            reach.actionSize())) {
      return new ZoneRecorder(robot, policy).record(transitions, seed, listener);
    }
  }
}
