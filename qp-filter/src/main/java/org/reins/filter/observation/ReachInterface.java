package org.reins.filter.observation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Observation and action of a reaching policy. Observation, 2n + 6 numbers: q − posture (rad or m),
 * q̇ / 2 (rad/s or m/s), 2 (goal − tool) (m) and the goal (m). Action, n + 1 numbers in −1…1: the
 * first n, times {@link #reach}, are the step from the present position to the joint target; the
 * last one is the stiffness, from {@link #MIN_STIFFNESS} at −1 to 1 at +1, as a share of {@link
 * #stiffness}.
 */
public final class ReachInterface {
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

  /** Numbers in an observation. */
  public int observationSize() {
    return 2 * robot.dof() + 6;
  }

  /** Numbers in an action. */
  public int actionSize() {
    return robot.dof() + 1;
  }

  /**
   * Writes bounds of an observation, wide enough for a robot that stays within its limits and goals
   * within its reach.
   *
   * @param low overwritten
   * @param high overwritten
   */
  public void bounds(float[] low, float[] high) {
    int n = robot.dof();
    double reach = 0;
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      low[i] = (float) (l.lower() - robot.posture()[i]);
      high[i] = (float) (l.upper() - robot.posture()[i]);
      high[n + i] = (float) (l.velocity() / 2);
      low[n + i] = -high[n + i];
      double[] hop = robot.joints().get(i).xyz();
      reach += Math.sqrt(hop[0] * hop[0] + hop[1] * hop[1] + hop[2] * hop[2]);
    }
    double[] tip = robot.tool().from();
    reach += Math.sqrt(tip[0] * tip[0] + tip[1] * tip[1] + tip[2] * tip[2]);
    for (int k = 0; k < 3; k++) {
      high[2 * n + k] = (float) (4 * reach);
      low[2 * n + k] = -high[2 * n + k];
      high[2 * n + 3 + k] = (float) reach;
      low[2 * n + 3 + k] = -high[2 * n + 3 + k];
    }
  }

  /** The names of an observation's terms, each with the place of its first number. */
  public Map<String, Integer> terms() {
    int n = robot.dof();
    Map<String, Integer> terms = new LinkedHashMap<>();
    terms.put("joint_position_relative", 0);
    terms.put("joint_velocity", n);
    terms.put("goal_minus_tool", 2 * n);
    terms.put("command_position", 2 * n + 3);
    return terms;
  }

  /**
   * Builds an observation.
   *
   * @param q positions, rad, not modified
   * @param qd velocities, rad/s, not modified
   * @param goal m, world axes, not modified
   * @param observation overwritten
   */
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

  /**
   * Turns an action into a joint target and stiffness.
   *
   * @param action not modified; values beyond −1…1 are clamped
   * @param q positions at which the observation was made, rad, not modified
   * @param target joint target, rad or m, overwritten
   * @param stiffness N·m/rad or N/m, overwritten
   */
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
