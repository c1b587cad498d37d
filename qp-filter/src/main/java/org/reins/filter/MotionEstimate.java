package org.reins.filter;

import java.util.Arrays;

/**
 * The state of the arm when the next command acts: the measured state, propagated through the
 * commands in flight with the accelerations that they produce according to the model. Joints
 * without a valid measurement are propagated from their estimated state. After a short while their
 * estimated speed fades, so that a brake against it ends.
 *
 * <p>Positions in rad, velocities in rad/s. Allocates nothing; not thread-safe.
 */
final class MotionEstimate {
  private static final int DEPTH = 64;

  // A dead reckoning is trusted for this long, s, and then fades with this time constant, s.
  private static final double BELIEVED = 0.3;
  private static final double FADING = 0.08;

  private final int n;
  private final double[] q;
  private final double[] qd;
  private final double[] acceleration;
  private final double[][] accelerations;
  private final double[][] commands;
  private final double[] unmeasured;
  private int newest;

  /**
   * Creates an estimate.
   *
   * @param q overwritten with the positions
   * @param qd overwritten with the velocities
   * @param acceleration that the last command produces according to the model, rad/s²; read, and
   *     cleared by {@link #reset}
   */
  MotionEstimate(double[] q, double[] qd, double[] acceleration) {
    n = q.length;
    this.q = q;
    this.qd = qd;
    this.acceleration = acceleration;
    accelerations = new double[DEPTH][n];
    commands = new double[DEPTH][n];
    unmeasured = new double[n];
  }

  /** Starts over from a measured state, with a torque that the robot holds, N·m. */
  void reset(double[] measuredQ, double[] measuredQd, double[] command) {
    System.arraycopy(measuredQ, 0, q, 0, n);
    System.arraycopy(measuredQd, 0, qd, 0, n);
    Arrays.fill(acceleration, 0);
    Arrays.fill(unmeasured, 0);
    for (int k = 0; k < DEPTH; k++) {
      Arrays.fill(accelerations[k], 0);
      System.arraycopy(command, 0, commands[k], 0, n);
    }
  }

  /** Takes a measurement of one joint, taken {@code ahead} before the next command acts, s. */
  void measured(int i, double position, double velocity, double ahead, double dt) {
    unmeasured[i] = 0;
    double p = position;
    double v = velocity;
    // The oldest command in flight acts for the rest of a period.
    double left = Math.min(ahead, (DEPTH - 1) * dt);
    int whole = (int) (left / dt + 1e-9);
    double part = left - whole * dt;
    if (part > 0) {
      double a = accelerations[slot(whole)][i];
      p += part * v + part * part / 2 * a;
      v += part * a;
    }
    for (int k = whole - 1; k >= 0; k--) {
      double a = accelerations[slot(k)][i];
      p += dt * v + dt * dt / 2 * a;
      v += dt * a;
    }
    q[i] = p;
    qd[i] = v;
  }

  /** Propagates one joint without a measurement. */
  void unmeasured(int i, double dt) {
    unmeasured[i] += dt;
    q[i] += dt * qd[i];
    qd[i] += dt * acceleration[i];
    if (unmeasured[i] > BELIEVED) {
      qd[i] *= 1 - Math.min(1, dt / FADING);
    }
  }

  /**
   * Takes a joint to rest, whatever its measured speed.
   *
   * @param position NaN if it is not known
   */
  void rest(int i, double position) {
    q[i] = Double.isNaN(position) ? q[i] : position;
    qd[i] = 0;
  }

  /** Sets a joint's speed from another source if its measured speed is implausible. */
  void speed(int i, double position, double velocity) {
    q[i] = position;
    qd[i] = velocity;
  }

  /** Stores a command and the acceleration that it produces. */
  void sent(double[] command) {
    newest = (newest + 1) % DEPTH;
    replaceLast(command);
  }

  /** Stores a command and the acceleration that it produces in place of the last ones. */
  void replaceLast(double[] command) {
    System.arraycopy(command, 0, commands[newest], 0, n);
    System.arraycopy(acceleration, 0, accelerations[newest], 0, n);
  }

  /**
   * A command sent earlier, N·m; owned by this object.
   *
   * @param before how many commands before the last one, 0 to 63
   */
  double[] command(int before) {
    return commands[slot(before)];
  }

  /**
   * Distance of a torque from the nearest recent command, as a share of the largest change of a
   * joint in a period.
   *
   * @param torque N·m, not modified
   * @param change N·m, not modified
   */
  double distance(double[] torque, double[] change) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < DEPTH; k++) {
      double[] command = commands[slot(k)];
      double most = 0;
      for (int i = 0; i < n && most < nearest; i++) {
        most = Math.max(most, Math.abs(torque[i] - command[i]) / change[i]);
      }
      nearest = Math.min(nearest, most);
    }
    return nearest;
  }

  private int slot(int before) {
    return (newest - Math.min(before, DEPTH - 1) + DEPTH) % DEPTH;
  }
}
