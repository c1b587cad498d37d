package org.reins.filter.observation;

import java.util.Arrays;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.Joint;
import org.reins.robot.model.RobotModel;

/**
 * Observation and action of a reaching policy. Observation, 2n + 6 numbers: q − posture (rad or m),
 * q̇ / 2 (rad/s or m/s), 2 (goal − tool) (m) and the goal (m). Action, n + 1 numbers in −1…1: the
 * first n, times {@link #reach}, are the step from the present position to the joint target; the
 * last one is the stiffness, from {@link #MIN_STIFFNESS} at −1 to 1 at +1, as a share of {@link
 * #stiffness}.
 */
public final class ReachInterface implements ArmInterface {
  private static final double REACH = 0.5;

  /** Smallest share of the full stiffness. */
  public static final double MIN_STIFFNESS = 0.2;

  /** Seconds between two actions. */
  public static final double PERIOD = 0.02;

  private final RobotModel robot;
  private final double[] step;
  private final RigidBodyDynamics dynamics;
  private final BodyPoint tool;
  private final double[] rest;
  private final double[] position = new double[3];

  /** Prepares for a robot. */
  public ReachInterface(RobotModel robot) {
    this.robot = robot;
    step = new double[robot.dof()];
    Arrays.setAll(step, i -> reach(robot, i));
    dynamics = new RigidBodyDynamics(robot);
    tool = dynamics.point(robot.bodyOf(robot.tool().link()), robot.tool().from());
    rest = new double[robot.dof()];
  }

  @Override
  public double period() {
    return PERIOD;
  }

  @Override
  public void reset() {
    // The network sees only the present.
  }

  @Override
  public int observationSize() {
    return 2 * robot.dof() + 6;
  }

  @Override
  public int actionSize() {
    return robot.dof() + 1;
  }

  @Override
  public void observe(double[] q, double[] qd, double[] goal, float[] observation) {
    int n = robot.dof();
    dynamics.update(q, rest);
    dynamics.position(tool, position);
    for (int i = 0; i < n; i++) {
      observation[i] = (float) (q[i] - robot.posture()[i]);
      observation[n + i] = (float) (qd[i] / 2);
    }
    for (int k = 0; k < 3; k++) {
      observation[2 * n + k] = (float) (2 * (goal[k] - position[k]));
      observation[2 * n + 3 + k] = (float) goal[k];
    }
  }

  @Override
  public void apply(float[] action, double[] q, double[] target, double[] stiffness) {
    int n = robot.dof();
    double share = MIN_STIFFNESS + (1 - MIN_STIFFNESS) * (clip(action[n]) + 1) / 2;
    for (int i = 0; i < n; i++) {
      target[i] = q[i] + step[i] * clip(action[i]);
      stiffness[i] = share * stiffness(robot, i);
    }
  }

  /** Largest step of a joint's target: 0.5 rad, or 0.1 m for one that slides. */
  public static double reach(RobotModel robot, int joint) {
    return REACH * robot.joints().get(joint).kind().perRadian();
  }

  /** Full stiffness of a joint, N·m/rad or N/m: in proportion to its effort limit. */
  public static double stiffness(RobotModel robot, int joint) {
    Joint j = robot.joints().get(joint);
    return 5 * j.limits().effort() / j.kind().perRadian();
  }

  private static double clip(float v) {
    return Math.max(-1, Math.min(1, v));
  }
}
