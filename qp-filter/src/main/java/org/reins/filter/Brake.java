package org.reins.filter;

/**
 * The fallback: brakes all joints in proportion, so that the arm stops along its path, then holds.
 *
 * <p>q̈ = −k q̇ with k = min(1 / τ, minᵢ Aᵢ / |q̇ᵢ|), u = M q̈ + c, limited to the torques that can
 * be sent. Below a threshold speed the position is latched and a spring is added. The brake depends
 * on nothing that can fail except M. If M is unusable, it damps the joints using only their limits.
 */
final class Brake {
  private static final double TIME_CONSTANT = 0.05;
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
    double k = 1 / TIME_CONSTANT;
    for (int i = 0; i < n; i++) {
      double speed = Math.abs(qd[i]);
      fastest = Math.max(fastest, speed / perRadian[i]);
      if (speed * k > deceleration[i]) {
        k = deceleration[i] / speed;
      }
    }
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
        s -= mass[i * n + j] * k * qd[j];
      }
      if (holding) {
        s += holdStiffness[i] * (hold[i] - q[i]);
      }
      u[i] = Math.max(low[i], Math.min(high[i], s));
    }
  }

  /** Starts over. */
  void reset() {
    holding = false;
    resisted = 1;
  }

  /** Forgets the latched position. */
  void release() {
    holding = false;
  }
}
