package org.reins.filter;

/**
 * The fallback: brake every joint in proportion, so that the arm stops along its path, then hold.
 *
 * <p>q̈ = −k q̇ with k = min(1 / τ, minᵢ Aᵢ / |q̇ᵢ|), u = M q̈ + c, limited to the torques that can
 * be sent. Once slower than a threshold, the position is latched and a spring is added. It needs
 * nothing that can fail but M itself, and with M unusable it damps the joints by their limits
 * alone.
 */
final class Brake {
  private static final double TIME_CONSTANT = 0.05;
  private static final double HOLD_SPEED = 0.02;
  private static final double RELEASE_SPEED = 0.1;
  private static final double LETTING_GO = 0.3;

  private final int n;
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
   * Prepares; what follows the stiffness is read in each call.
   *
   * @param deceleration of each joint at most, rad/s²
   * @param holdStiffness of each joint at rest, N·m/rad
   * @param bias what balances the robot at q̈ = 0 without a load from outside, N·m
   * @param load from outside, N·m
   * @param low lowest torques that can be sent, N·m
   * @param high highest torques that can be sent, N·m
   */
  Brake(
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
    this.deceleration = deceleration.clone();
    this.holdStiffness = holdStiffness.clone();
    hold = new double[n];
  }

  /**
   * Computes the torque.
   *
   * <p>A load is resisted in full while the robot moves. Once it holds, the spring takes over: what
   * looks like a load may be the robot's own brakes, and a torque that is held against them would
   * be let loose with them.
   *
   * @param mass n×n, row-major, kg m²
   * @param measured whether the state is measured: a position that is only thought of is not held
   * @param u overwritten, N·m
   */
  void torque(double[] q, double[] qd, double[] mass, boolean measured, double dt, double[] u) {
    double fastest = 0;
    double k = 1 / TIME_CONSTANT;
    for (int i = 0; i < n; i++) {
      double speed = Math.abs(qd[i]);
      fastest = Math.max(fastest, speed);
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

  /** Forgets the latched position. */
  void release() {
    holding = false;
  }
}
