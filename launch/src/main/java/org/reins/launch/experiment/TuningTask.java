package org.reins.launch.experiment;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.legged.FilteredWalk;
import org.reins.launch.models.LearnedModels;
import org.reins.learning.policy.OnnxReader;
import org.reins.learning.policy.TanhNetwork;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.walk.TwistLimits;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/**
 * The tuning task of a robot's policy, to compare envelopes.
 *
 * @param returns the unit of its return
 * @param tasks description of its tasks
 * @param degradation description of its degradation
 * @param start the policy to tune
 * @param settings of a training
 * @param courses creates the environment of a training
 * @param drift whether this robot has a drift chain
 */
record TuningTask(
    String returns,
    String tasks,
    String degradation,
    TanhNetwork start,
    FineTuning.Settings settings,
    Function<EnvelopeSource, TaskEnvironment> courses,
    boolean drift) {
  /** The task of a robot by name, with a number of updates. */
  static TuningTask of(String robot, int generations) {
    return switch (robot) {
      case "panda" -> panda(generations);
      case "go1" -> go1(generations);
      default ->
          throw new ReinsException(
              "--robot is " + robot + ", which has no learned policy: allowed is panda, go1");
    };
  }

  private static TuningTask panda(int generations) {
    RobotModel robot = RobotFiles.load("panda");
    BarrierFile barrier = LearnedModels.barrier(LearnedModels.BUILT_IN);
    return new TuningTask(
        "goals/min",
        "goals reached in time",
        "8 kg were attached to the tool",
        OnnxReader.read(LearnedModels.BUILT_IN, LearnedModels.policy(LearnedModels.BUILT_IN)),
        new FineTuning.Settings(generations, 12, 5, 20, 10),
        regime -> new ReachEnvironment(arm(robot, barrier, regime)),
        true);
  }

  private static TuningTask go1(int generations) {
    RobotModel robot = RobotFiles.load("go1");
    Supplier<FilteredWalk> guards = LearnedModels.walkFilters(robot);
    TwistLimits limits = new TwistLimits(1, 0.8);
    // The values of launch/reins/config/go1.yaml.
    Map<String, ParameterValue> own =
        Map.of("planner.near", ParameterValue.of(0.03), "planner.fall", ParameterValue.of(0.05));
    return new TuningTask(
        "m/min",
        "commands followed",
        "the sensors stopped publishing",
        LearnedModels.walkNetwork(robot, LearnedModels.BUILT_IN),
        new FineTuning.Settings(generations, 8, 4, 20, 8),
        regime ->
            regime.make(
                (envelope, planner) ->
                    new WalkEnvironment(robot, guards.get(), limits, envelope, planner),
                () -> EnvelopeSource.planner(own, null)),
        false);
  }

  /** The Panda behind its filter under a regime. */
  static FilteredArm arm(RobotModel robot, BarrierFile barrier, EnvelopeSource regime) {
    return regime.make(
        (envelope, planner) ->
            new FilteredArm(robot, LearnedModels.filter(robot, barrier), envelope, planner, null),
        () -> EnvelopeSource.planner(Map.of(), LearnedModels.drift(LearnedModels.BUILT_IN)));
  }
}
