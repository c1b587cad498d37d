package org.reins.filter.legged;

import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * The last check before the wire of a legged robot. Checks every number of a command, in every
 * mode, independently of how it was computed. A motor gives kp (q* − q) + kd (q̇* − q̇) + τ; the
 * resulting torque at the measured state is checked as well.
 *
 * <p>A torque may be reduced at once, but grows only by the joint's rate. Positions in rad,
 * velocities in rad/s, torques in N·m. Allocates nothing after construction; not thread-safe.
 */
public final class LegCommandLimiter {
  /** Largest τ on top of a motor's own loop, in torque limits: it cancels the loop's own torque. */
  public static final double MOST_ON_TOP = 4;

  private static final double ROUNDING = 1e-6;

  private final int n;
  private final double[] lower;
  private final double[] upper;
  private final double[] fastest;
  private final double[] most;
  private final double[] rate;
  private final JointGains gains;
  private final double[] last;
  private boolean known;

  /**
   * Creates a limiter.
   *
   * @param gains largest kp and kd of each motor
   * @param period of the commands, s
   */
  public LegCommandLimiter(RobotModel robot, JointGains gains, double period) {
    this.gains = gains;
    n = robot.dof();
    lower = new double[n];
    upper = new double[n];
    fastest = new double[n];
    most = new double[n];
    rate = new double[n];
    last = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      lower[i] = l.lower();
      upper[i] = l.upper();
      fastest[i] = l.velocity();
      most[i] = l.effort();
      rate[i] = l.effortRate() * period;
    }
  }

  /** Starts over: the next torque has no predecessor. */
  public void reset() {
    known = false;
  }

  /**
   * Limits torques to what may be sent now; a value that is not finite becomes 0.
   *
   * @param torque overwritten
   * @return whether any was changed
   */
  public boolean cut(double[] torque) {
    boolean changed = false;
    for (int i = 0; i < n; i++) {
      double t = Double.isFinite(torque[i]) ? torque[i] : 0;
      t = Math.max(lowest(i), Math.min(highest(i), t));
      changed |= t != torque[i];
      torque[i] = t;
    }
    return changed;
  }

  private double highest(int i) {
    return known ? Math.min(most[i], Math.max(0, last[i]) + rate[i]) : most[i];
  }

  private double lowest(int i) {
    return known ? Math.max(-most[i], Math.min(0, last[i]) - rate[i]) : -most[i];
  }

  /**
   * Checks the commands to the motors' loops.
   *
   * @return whether all numbers are finite and within their limits; arrays are not modified
   */
  public boolean allows(double[] q, double[] dq, double[] kp, double[] kd, double[] tau) {
    for (int i = 0; i < n; i++) {
      boolean good =
          q[i] >= lower[i]
              && q[i] <= upper[i]
              && Math.abs(dq[i]) <= fastest[i]
              && kp[i] >= 0
              && kp[i] <= gains.stiffness(i)
              && kd[i] >= 0
              && kd[i] <= gains.damping(i)
              && Math.abs(tau[i]) <= MOST_ON_TOP * most[i];
      if (!good) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks torques.
   *
   * @return whether all are finite, within their limits, and have not grown faster than their rates
   *     allow
   */
  public boolean allows(double[] torque) {
    for (int i = 0; i < n; i++) {
      double more = ROUNDING * most[i];
      if (!(torque[i] <= highest(i) + more && torque[i] >= lowest(i) - more)) {
        return false;
      }
    }
    return true;
  }

  /** Records what was finally sent. */
  public void sent(double[] torque) {
    System.arraycopy(torque, 0, last, 0, n);
    known = true;
  }
}
