package org.reins.sim;

import java.util.List;
import org.reins.filter.observation.ReachInterface;
import org.reins.robot.model.RobotModel;

/** A fixed cycle of joint positions, regardless of the goal. */
public final class ScriptedPolicy implements SeededPolicy {
  private static final double STEP = 0.25;
  private static final float STIFFNESS = 0.25f;

  private final RobotModel robot;
  private final List<double[]> poses;
  private final long hold;
  private long acts;

  /**
   * Prepares an arm.
   *
   * @param poses joint positions, rad; not modified
   * @param seconds for each pose
   */
  public ScriptedPolicy(RobotModel robot, List<double[]> poses, double seconds) {
    this.robot = robot;
    this.poses = List.copyOf(poses);
    hold = Math.max(1, Math.round(seconds / ReachInterface.PERIOD));
  }

  @Override
  public void reset(long seed) {
    acts = 0;
  }

  @Override
  public void act(float[] observation, float[] action) {
    double[] wanted = poses.get((int) (acts++ / hold % poses.size()));
    ChasePolicy.towards(robot, wanted, observation, STEP, action);
    action[robot.dof()] = STIFFNESS;
  }
}
