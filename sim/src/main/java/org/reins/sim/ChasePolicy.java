package org.reins.sim;

import java.util.Arrays;
import org.reins.filter.observation.Policy;
import org.reins.filter.observation.ReachInterface;
import org.reins.robot.model.RobotModel;

/**
 * A stand-in for a policy that any arm can have: it moves the joints straight to positions that
 * bring the tool to the goal. It knows the goal and nothing of the world. Observation and action
 * are those of {@link ReachInterface}.
 */
public final class ChasePolicy implements Policy {
  // Longest step of a joint target, rad; times perRadian for one that slides: the joints lean on
  // the drives' torque, not on their
  // limits.
  private static final double STEP = 0.25;
  private static final float STIFFNESS = 0.25f;

  private final RobotModel robot;
  private final ToolSolver solver;
  private final int n;
  private final double[] goal = {Double.NaN, Double.NaN, Double.NaN};
  private final double[] wanted;

  /** Prepares an arm. */
  public ChasePolicy(RobotModel robot) {
    this.robot = robot;
    solver = new ToolSolver(robot);
    n = robot.dof();
    wanted = new double[n];
  }

  @Override
  public void act(float[] observation, float[] action) {
    boolean same = true;
    for (int k = 0; k < 3; k++) {
      same &= goal[k] == observation[2 * n + 3 + k];
      goal[k] = observation[2 * n + 3 + k];
    }
    if (!same) {
      solver.solve(goal, wanted);
    }
    towards(robot, wanted, observation, STEP, action);
    action[n] = STIFFNESS;
  }

  /**
   * Fills an action with steps towards joint positions; its stiffness is the largest.
   *
   * @param wanted rad or m, not modified
   * @param observation of the present state, not modified
   * @param step longest step, rad; times perRadian for a joint that slides
   */
  static void towards(
      RobotModel robot, double[] wanted, float[] observation, double step, float[] action) {
    Arrays.fill(action, 1);
    for (int i = 0; i < robot.dof(); i++) {
      double left = wanted[i] - robot.posture()[i] - observation[i];
      double most = step * robot.joints().get(i).kind().perRadian();
      action[i] = (float) (Math.max(-most, Math.min(most, left)) / ReachInterface.reach(robot, i));
    }
  }
}
