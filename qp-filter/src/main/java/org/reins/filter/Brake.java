package org.reins.filter;

/**
 * The fallback: brakes all joints in proportion, so that the arm stops along its path, then holds.
 *
 * <pre>
 *   q̈ = −k q̇ − (q̇ − q̇ᵣ) / τ      k = min(1 / τ, minᵢ Aᵢ / |q̇ᵢ|)      u = M q̈ + c
 * </pre>
 *
 * <p>The second term is for a push that the load estimate does not yet cover, on a robot whose A is
 * low: q̇ᵣ is the speed that is left after braking with k since the first cycle, never above q̇.
 * The term is at most what A lacks to {@link #PUSHED}, and 0 if a joint is not measured. u is
 * limited to the torques that can be sent. Below a threshold speed the position is latched and a
 * spring is added. The brake depends on nothing that can fail except M. If M is unusable, it damps
 * the joints using only their limits.
 */
final class Brake {
  private static final double TIME_CONSTANT = 0.05;
  // Deceleration of a joint that is pushed, rad/s².
  private static final double PUSHED = 3;
  private static final double HOLD_SPEED = 0.02;
  private static final double RELEASE_SPEED = 0.1;
  private static final double LETTING_GO = 0.3;

  private final int n;
  private final double[] perRadian;
  private final double[] deceleration;
  private final double[] holdStiffness;
  private final double[] bias;
  private final double[] load;
  private final double[] low;
  private final double[] high;
  private final double[] hold;
  private final double[] planned;
  private final double[] braked;
  private boolean braking;
  private boolean holding;
  private double resisted = 1;

  /**
   * Creates a brake; quantities that depend on the stiffness are read in each call.
   *
   * @param perRadian how much of each coordinate counts as one radian
   * @param deceleration largest deceleration of each joint, rad/s² or m/s²
   * @param holdStiffness of each joint at rest, N·m/rad or N/m
   * @param bias torque that balances the robot at q̈ = 0 without an external load, N·m
   * @param load external load, N·m
   * @param low lowest torques that can be sent, N·m
   * @param high highest torques that can be sent, N·m
   */
  Brake(
      double[] perRadian,
      double[] deceleration,
      double[] holdStiffness,
      double[] bias,
      double[] load,
      double[] low,
      double[] high) {
    this.bias = bias;
    this.load = load;
    this.low = low;
    this.high = high;
    n = deceleration.length;
    this.perRadian = perRadian.clone();
    this.deceleration = deceleration.clone();
    this.holdStiffness = holdStiffness.clone();
    hold = new double[n];
    planned = new double[n];
    braked = new double[n];
  }

  /**
   * Computes the torque.
   *
   * <p>A load is resisted in full while the robot moves. Once the robot holds, the spring takes
   * over: an apparent load may come from the robot's own brakes. A torque held against the brakes
   * would be released together with them.
   *
   * @param mass n×n, row-major, kg m²
   * @param measured whether the state is measured: a position that is only estimated is not held
   * @param u overwritten, N·m
   */
  void torque(double[] q, double[] qd, double[] mass, boolean measured, double dt, double[] u) {
    double fastest = 0;
    for (int i = 0; i < n; i++) {
      fastest = Math.max(fastest, Math.abs(qd[i]) / perRadian[i]);
    }
    decelerate(qd, measured, dt);
    if (!measured) {
      holding = false;
    } else if (!holding && fastest < HOLD_SPEED) {
      holding = true;
      System.arraycopy(q, 0, hold, 0, n);
    } else if (fastest > RELEASE_SPEED) {
      holding = false;
    }
    resisted = holding ? resisted * (1 - Math.min(1, dt / LETTING_GO)) : 1;
    for (int i = 0; i < n; i++) {
      double s = bias[i] - resisted * load[i];
      for (int j = 0; j < n; j++) {
        s -= mass[i * n + j] * braked[j];
      }
      if (holding) {
        s += holdStiffness[i] * (hold[i] - q[i]);
      }
      u[i] = Math.max(low[i], Math.min(high[i], s));
    }
  }

  /** Computes the deceleration of each joint. */
  private void decelerate(double[] qd, boolean measured, double dt) {
    double k = 1 / TIME_CONSTANT;
    for (int i = 0; i < n; i++) {
      double speed = Math.abs(qd[i]);
      if (speed * k > deceleration[i]) {
        k = deceleration[i] / speed;
      }
      if (!braking) {
        planned[i] = qd[i];
      } else if (planned[i] * qd[i] < 0) {
        planned[i] = 0;
      } else if (!(speed >= Math.abs(planned[i]))) {
        // Also where one was not finite: no NaN is kept.
        planned[i] = qd[i];
      }
    }
    braking = true;
    for (int i = 0; i < n; i++) {
      double most = measured ? Math.max(0, perRadian[i] * PUSHED - deceleration[i]) : 0;
      double beyond = (qd[i] - planned[i]) / TIME_CONSTANT;
      braked[i] = k * qd[i] + Math.max(-most, Math.min(most, beyond));
      planned[i] *= 1 - Math.min(1, k * dt);
    }
  }

  /** Starts over. */
  void reset() {
    release();
    resisted = 1;
  }

  /** Forgets the latched position and the planned speed. */
  void release() {
    holding = false;
    braking = false;
  }
}
