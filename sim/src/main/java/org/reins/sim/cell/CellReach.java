package org.reins.sim.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ToolSolver;
import org.reins.sim.world.Goals;
import org.reins.sim.world.Span;

/** What an arm reaches of a task's goals. */
public final class CellReach {
  private static final double AROUND = 0.45;
  private static final double LARGEST_MISS = 0.02;

  private final ToolSolver solver;
  private final RobotModel robot;

  /** Prepares an arm. */
  public CellReach(RobotModel robot) {
    this.robot = robot;
    solver = new ToolSolver(robot);
  }

  /**
   * Draws goals and finds poses for them.
   *
   * @param count number of goals to draw, in the order of the task
   * @return joint positions of the reachable ones, rad
   */
  public List<double[]> poses(Goals goals, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] goal = goals.start();
    List<double[]> poses = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      goals.next(random, k, goal);
      double[] q = new double[robot.dof()];
      if (solver.solve(goal, q) < LARGEST_MISS) {
        poses.add(q);
      }
    }
    return poses;
  }

  /** The range of poses around the default posture, with room around it, rad. */
  static List<Span> around(RobotModel robot, List<double[]> poses) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < robot.dof(); i++) {
      double low = 0;
      double high = 0;
      for (double[] q : poses) {
        low = Math.min(low, q[i] - robot.posture()[i]);
        high = Math.max(high, q[i] - robot.posture()[i]);
      }
      JointLimits l = robot.joints().get(i).limits();
      double around = AROUND * robot.joints().get(i).kind().perRadian();
      spans.add(
          new Span(
              Math.max(low - around, l.lower() - robot.posture()[i]),
              Math.min(high + around, l.upper() - robot.posture()[i])));
    }
    return spans;
  }
}
