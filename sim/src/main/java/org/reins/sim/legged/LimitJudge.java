package org.reins.sim.legged;

import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/** Counts the motor periods in which a joint's true state was beyond a limit. */
public final class LimitJudge {
  private final RobotModel robot;
  private long position;
  private long speed;
  private long torque;

  /** Makes a judge for a robot. */
  public LimitJudge(RobotModel robot) {
    this.robot = robot;
  }

  /** Starts over. */
  public void reset() {
    position = 0;
    speed = 0;
    torque = 0;
  }

  /**
   * Takes the state after a period.
   *
   * @param q true positions, rad
   * @param qd true velocities, rad/s
   * @param sent torques as sent, N·m, before the drives limit them
   */
  public void observe(double[] q, double[] qd, double[] sent) {
    boolean far = false;
    boolean fast = false;
    boolean strong = false;
    for (int i = 0; i < q.length; i++) {
      JointLimits l = robot.joints().get(i).limits();
      far |= !(q[i] >= l.lower() && q[i] <= l.upper());
      fast |= !(Math.abs(qd[i]) <= l.velocity());
      strong |= !(Math.abs(sent[i]) <= l.effort());
    }
    position += far ? 1 : 0;
    speed += fast ? 1 : 0;
    torque += strong ? 1 : 0;
  }

  /** Number of periods with a joint beyond its position limits. */
  public long position() {
    return position;
  }

  /** Number of periods with a joint beyond its speed limit. */
  public long speed() {
    return speed;
  }

  /** Number of periods with a torque beyond its limit. */
  public long torque() {
    return torque;
  }
}
