package org.reins.filter.legged;

import org.reins.robot.state.RobotState;

/**
 * How a walking robot's joint targets come about, in each motor period:
 *
 * <pre>
 *   if (plan.update(seen, fresh)) {   // a policy period begins
 *     plan.observe(observation);      // … and the policy answers with an action
 *   }
 *   targets = plan.targets(action);
 * </pre>
 */
public interface WalkPlan {
  /** Starts over, standing. */
  void reset();

  /** Numbers of an observation. */
  int observationSize();

  /** Numbers of an action. */
  int actionSize();

  /** Writes an action that stands for none. */
  void clear(float[] action);

  /**
   * Sets the commanded twist: along x and y of the base, m/s, and about its z, rad/s. A twist that
   * is not finite requests a stop.
   */
  void want(double vx, double vy, double wz);

  /**
   * Takes the measurement of a motor period, one period of {@link #timing} after the previous one.
   *
   * @param seen latest sensor values; kept until the next update, not modified
   * @param fresh whether they arrived in this period
   * @return whether a policy period begins, so that the policy must be queried
   */
  boolean update(RobotState seen, boolean fresh);

  /**
   * Writes the policy's present observation.
   *
   * @param out overwritten
   */
  void observe(float[] out);

  /**
   * Computes the joint targets of this period.
   *
   * @param action the policy's last one, not modified
   * @return rad; owned by the plan, overwritten by the next call
   */
  double[] targets(float[] action);

  /** Whether the motors must hold their targets, or only damp. */
  boolean holds();

  /** The timing of the calls. */
  WalkTiming timing();

  /** The gains of the motors. */
  JointGains gains();

  /** The posture in which the robot stands, rad; not modified. */
  double[] posture();

  /** Height of the base's origin in that posture, m. */
  double height();

  /** The twist that the robot follows; overwritten by {@link #update}. */
  double[] twist();

  /** Odometry; overwritten by {@link #update}. */
  LegOdometry odometry();
}
