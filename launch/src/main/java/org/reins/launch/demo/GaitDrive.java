package org.reins.launch.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reins.filter.legged.FilteredWalk;
import org.reins.launch.experiment.WalkSuite;
import org.reins.launch.models.LearnedModels;
import org.reins.node.assembly.ModelFiles;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.model.RobotModel;
import org.reins.sim.legged.LeggedSim;

/** A robot that walks by Reins' gait, with a policy that steers the gait or without one. */
final class GaitDrive implements WalkDrive {
  private final RobotModel robot;
  private final OnnxPolicy policy;
  private final Supplier<FilteredWalk> filters;
  private final boolean learned;
  private final Function<RobotModel, LeggedSim> simulator;
  private final long seed;
  private final double seconds;

  /**
   * Loads what walks.
   *
   * @param policyFile built-in, none for the bare gait, or an ONNX file
   * @param barrierFile built-in, none, or a barrier file
   * @param simulator creates the world of an episode
   */
  GaitDrive(
      RobotModel robot,
      String policyFile,
      String barrierFile,
      Function<RobotModel, LeggedSim> simulator,
      long seed,
      double seconds) {
    this.robot = robot;
    this.simulator = simulator;
    this.seed = seed;
    this.seconds = seconds;
    String barrier = LearnedModels.forRobot(robot, barrierFile);
    learned = !barrier.equals(ModelFiles.NONE);
    filters = LearnedModels.walkFilters(robot, barrier);
    String which = LearnedModels.forRobot(robot, policyFile);
    policy = which.equals(ModelFiles.NONE) ? null : LearnedModels.walk(robot, which);
  }

  @Override
  public WalkSuite suite(boolean filtered) {
    return new WalkSuite(robot, policy, filtered ? filters : null, seed, seconds, simulator);
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (policy == null) {
      notes.add("no policy for " + robot.name() + ": it walks by the bare gait");
    }
    if (!learned) {
      notes.add("no learned barrier for " + robot.name() + ": only its joints are filtered");
    }
    return notes;
  }

  @Override
  public void close() {
    if (policy != null) {
      policy.close();
    }
  }
}
