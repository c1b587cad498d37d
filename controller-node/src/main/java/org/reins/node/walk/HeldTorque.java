package org.reins.node.walk;

import org.reins.filter.legged.MotorGains;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Leaves room for what a motor's own loop adds while it holds a command.
 *
 * <p>A motor that closes its loop itself, τ = kp (q* − q) + kd (q̇* − q̇) + τ₊, gives the torque
 * that was meant at the measured state only: over a time t after it, it gives kp q̇ t + kd q̈ t
 * less. So a torque near its limit is cut by what the joint's motion would carry beyond it until
 * the next command acts.
 *
 * <p>What cancels the loop's own torque needs the velocity that the motor has. Where the measured
 * one and the motion of the position are far apart, one of them is wrong, or the joint was hit
 * within the period: the middle is taken, and half of the difference is left as room. Not
 * thread-safe.
 */
final class HeldTorque {
  // A command acts from about one period after its measurement until the next one does.
  private static final double PERIODS = 2;
  // Share of the limit that is kept for noise of the measurement.
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

  /** Begins anew: the next measurement is the first. */
  void reset() {
    known = false;
  }

  /**
   * Cuts torques so that they stay within the limits while they are held.
   *
   * @param gains of the motors' loops
   * @param q measured positions, rad, not modified
   * @param qd measured velocities, rad/s, not modified
   * @param torque meant for the measured state, N·m; overwritten
   * @return whether any was
   */
  boolean cut(MotorGains gains, double[] q, double[] qd, double[] torque) {
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
      double drift = -time * (gains.stiffness() * velocity[i] + gains.damping() * acceleration);
      double unsure = (time * gains.stiffness() + gains.damping()) * doubt;
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

  /** The velocity that a joint is taken to have, rad/s; after {@link #cut}. */
  double velocity(int joint) {
    return velocity[joint];
  }
}
