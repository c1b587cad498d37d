package org.reins.launch.models;

import java.util.function.Supplier;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.TrotGait;
import org.reins.filter.legged.WalkInterface;
import org.reins.filter.qp.QpBackEnd;
import org.reins.learning.policy.OnnxReader;
import org.reins.learning.policy.TanhNetwork;
import org.reins.node.assembly.BuiltInModels;
import org.reins.node.assembly.FilterAssembly;
import org.reins.node.assembly.ModelFiles;
import org.reins.node.drift.DriftFile;
import org.reins.node.drift.DriftModel;
import org.reins.node.drift.DriftPredictor;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.model.RobotModel;

/** The trained policy and barrier that come with Reins, and users' own models by path. */
public final class LearnedModels {
  /** Names the models that come with Reins. */
  public static final String BUILT_IN = ModelFiles.BUILT_IN;

  private static final BuiltInModels PANDA = BuiltInModels.require("panda");

  /** α of a walking robot's filter, one over the unit of B. */
  public static final double WALK_ALPHA = 10;

  private LearnedModels() {}

  /** Whether a robot has a policy and a barrier. */
  public static boolean isLearned(RobotModel robot) {
    return BuiltInModels.of(robot.name()).isPresent();
  }

  /**
   * The model to use for a robot: {@link #BUILT_IN} becomes {@code none} if Reins has none for it.
   */
  public static String forRobot(RobotModel robot, String which) {
    return which.equals(BUILT_IN) && !isLearned(robot) ? ModelFiles.NONE : which;
  }

  /**
   * Refuses {@link #BUILT_IN} for a robot that Reins has no models for.
   *
   * @throws org.reins.robot.ReinsException with one sentence
   */
  public static void requireBuiltIn(RobotModel robot, String which) {
    if (which.equals(BUILT_IN)) {
      BuiltInModels.require(robot.name());
    }
  }

  /** Creates a robot's filter: with the learned barrier if there is one. */
  public static Supplier<FilteredWalk> walkFilters(RobotModel robot) {
    return walkFilters(robot, BUILT_IN);
  }

  /**
   * The same with a given barrier: {@link #BUILT_IN}, {@code none}, or the path of a file.
   *
   * @throws RuntimeException with one sentence if it cannot be used for this robot
   */
  public static Supplier<FilteredWalk> walkFilters(RobotModel robot, String which) {
    BarrierFile barrier = ModelFiles.barrier(robot, which);
    // Errors are reported before anything moves.
    FilteredWalk first = new FilteredWalk(robot, barrier, WALK_ALPHA);
    first.reset();
    return () -> new FilteredWalk(robot, barrier, WALK_ALPHA);
  }

  /** The bytes of a policy: {@link #BUILT_IN} or the path of an ONNX file. */
  public static byte[] policy(String which) {
    if (which.equals(BUILT_IN)) {
      return BuiltInModels.bytes(PANDA.policy());
    }
    return ModelFiles.bytes("policy file", which);
  }

  /** A walking policy as a network in Java, for many states at a time. */
  public static TanhNetwork walkNetwork(RobotModel robot, String which) {
    return OnnxReader.read(which, ModelFiles.policy(robot, which));
  }

  /** A walking policy: {@link #BUILT_IN} for the robot's, or the path of an ONNX file. */
  public static OnnxPolicy walk(RobotModel robot, String which) {
    int feet = robot.base().feet().size();
    return new OnnxPolicy(
        which,
        ModelFiles.policy(robot, which),
        WalkInterface.OBSERVATION,
        TrotGait.PER_FOOT * feet);
  }

  /**
   * A barrier: {@link #BUILT_IN} for the Panda's, {@code none} for null, or the path of a barrier
   * file.
   */
  public static BarrierFile barrier(String which) {
    if (which.equals(BUILT_IN)) {
      return BarrierFile.parse(PANDA.barrier(), BuiltInModels.bytes(PANDA.barrier()));
    }
    return ModelFiles.barrier(which);
  }

  /** The standard filter: the table as the only known obstacle, default settings, own solver. */
  public static SafetyFilter filter(RobotModel robot, BarrierFile barrier) {
    return filter(robot, barrier, ConstraintFile.NONE, QpBackEnd.OWN);
  }

  /** The same with further constraints, and a given solver. */
  public static SafetyFilter filter(
      RobotModel robot, BarrierFile barrier, ConstraintFile constraints, QpBackEnd solver) {
    return new SafetyFilter(
        robot,
        FilterAssembly.planes(constraints),
        barrier,
        constraints.constraints(),
        FilterSettings.DEFAULT,
        solver::make);
  }

  /** A drift predictor: {@link #BUILT_IN}, {@code none} for null, or the path of a drift file. */
  public static DriftPredictor drift(String which) {
    return which.equals("none") ? null : driftModel(which).predictor();
  }

  /** The contents of a drift predictor: {@link #BUILT_IN} or the path of a drift file. */
  public static DriftModel driftModel(String which) {
    if (which.equals(BUILT_IN)) {
      return DriftFile.parse(which, BuiltInModels.bytes(PANDA.drift()));
    }
    return DriftFile.parse(which, ModelFiles.bytes("drift file", which));
  }
}
