package org.reins.node.walk;

import org.reins.filter.legged.JointGains;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Reserves torque for what a motor's own loop adds while it holds a command.
 *
 * <p>A motor that closes its own loop, τ = kp (q* − q) + kd (q̇* − q̇) + τ₊, gives the intended
 * torque only at the measured state. After a time t it gives kp q̇ t + kd q̈ t less. So a torque
 * near its limit is reduced by the amount that the joint's motion would carry it beyond the limit
 * until the next command acts.
 *
 * <p>Cancelling the loop's own torque requires the motor's true velocity. If the measured velocity
 * and the derivative of the position differ strongly, one of them is wrong, or the joint was hit
 * within the period. Then their mean is used, and half of the difference is kept as reserve. Not
 * thread-safe.
 */
final class HeldTorque {
  // A command acts from about one period after its measurement until the next command acts.
  private static final double PERIODS = 2;
  // Share of the limit that is reserved for measurement noise.
  private static final double NOISE = 0.02;

  private final double[] limit;
  private final double[] before;
  private final double[] position;
  private final double[] velocity;
  private final double[] doubts;
  private final double period;
  private boolean known;

  /**
   * Prepares a robot.
   *
   * @param period of the commands, s
   */
  HeldTorque(RobotModel robot, double period) {
    this.period = period;
    limit = robot.joints().stream().map(j -> j.limits()).mapToDouble(JointLimits::effort).toArray();
    before = new double[limit.length];
    position = new double[limit.length];
    velocity = new double[limit.length];
    doubts = new double[limit.length];
  }

  /** Starts over: the next measurement is the first. */
  void reset() {
    known = false;
  }

  /**
   * Cuts torques so that they stay within the limits while they are held.
   *
   * @param gains of the motors' loops
   * @param q measured positions, rad, not modified
   * @param qd measured velocities, rad/s, not modified
   * @param torque intended for the measured state, N·m; overwritten
   * @return whether any torque was reduced
   */
  boolean cut(JointGains gains, double[] q, double[] qd, double[] torque) {
    double time = PERIODS * period;
    boolean changed = false;
    for (int i = 0; i < limit.length; i++) {
      double doubt = 0;
      velocity[i] = qd[i];
      if (known) {
        double half = (qd[i] - (q[i] - position[i]) / period) / 2;
        doubt = Math.abs(half);
        velocity[i] = qd[i] - half;
      }
      double acceleration = known ? (velocity[i] - before[i]) / period : 0;
      double drift = -time * (gains.stiffness(i) * velocity[i] + gains.damping(i) * acceleration);
      double unsure = (time * gains.stiffness(i) + gains.damping(i)) * doubt;
      double room = Math.max(0, (1 - NOISE) * limit[i] - unsure);
      double high = Math.max(-room, room - Math.max(0, drift));
      double low = Math.min(room, -room - Math.min(0, drift));
      double t = Math.max(low, Math.min(high, torque[i]));
      changed |= t != torque[i];
      torque[i] = t;
      before[i] = velocity[i];
      doubts[i] = doubt;
      position[i] = q[i];
    }
    known = true;
    return changed;
  }

  /** The largest speed that a joint may have, rad/s; after {@link #cut}. */
  double fastest(int joint) {
    return Math.abs(velocity[joint]) + doubts[joint];
  }

  /** The velocity assumed for a joint, rad/s; after {@link #cut}. */
  double velocity(int joint) {
    return velocity[joint];
  }
}
