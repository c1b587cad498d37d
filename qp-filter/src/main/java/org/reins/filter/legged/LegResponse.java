package org.reins.filter.legged;

import java.util.List;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;

/**
 * How a change of the motors' torques changes the joints' accelerations instantly, Δq̈ = A Δτ, for
 * a floating body while some of its feet stand.
 *
 * <p>With H the inertia matrix, S the rows of the joints and J those of the standing feet, which do
 * not move,
 *
 * <pre>
 *   A = S (H⁻¹ − H⁻¹Jᵀ (J H⁻¹ Jᵀ)⁻¹ J H⁻¹) Sᵀ
 * </pre>
 *
 * <p>Gravity, velocities and the ground's force change more slowly and are in the measured
 * acceleration, to which Δq̈ is added. Nothing allocates after construction; not thread-safe.
 */
final class LegResponse {
  // Keeps J H⁻¹ Jᵀ regular where legs are straight, in 1/kg.
  private static final double REGULAR = 1e-6;

  private final int n;
  private final int m;
  private final FloatingBaseDynamics dynamics;
  private final Cholesky inertia;
  private final Cholesky[] grip;
  private final BodyPoint[] feet;
  private final double[] level = {1, 0, 0, 0};
  private final double[] rest;
  private final double[] still;
  private final double[] unit;
  private final double[] joints;
  private final double[] pinned;
  private final double[] gram;
  private final double[] cross;
  private final double[] legs;
  private final double[] at = new double[3];
  private final double[] response;

  LegResponse(RobotModel robot) {
    dynamics = new FloatingBaseDynamics(robot);
    n = robot.dof();
    m = n + 6;
    inertia = new Cholesky(m);
    List<Capsule> spheres = robot.base().feet();
    feet = new BodyPoint[spheres.size()];
    grip = new Cholesky[feet.length + 1];
    for (int f = 0; f < feet.length; f++) {
      feet[f] = dynamics.point(robot.bodyOf(spheres.get(f).link()), spheres.get(f).from());
      grip[f + 1] = new Cholesky(3 * (f + 1));
    }
    int rows = 3 * feet.length;
    if (rows > m) {
      throw new IllegalArgumentException(robot.name() + " has more feet than freedoms");
    }
    rest = new double[m];
    still = new double[n];
    unit = new double[m];
    joints = new double[n * m];
    pinned = new double[rows * m];
    gram = new double[rows * rows];
    cross = new double[rows];
    legs = new double[n];
    response = new double[n * n];
  }

  /** A, n×n row-major; overwritten by {@link #update}. */
  double[] matrix() {
    return response;
  }

  /**
   * Computes A.
   *
   * @param q joint positions, rad
   * @param standing which feet press on the ground
   * @return false if a number is not finite; then A is not valid
   */
  boolean update(double[] q, boolean[] standing) {
    // H does not depend on the position or velocity of the body.
    dynamics.update(level, q, rest, still);
    if (!inertia.factor(dynamics.matrix())) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      java.util.Arrays.fill(unit, 0);
      unit[6 + i] = 1;
      inertia.solveLower(unit, unit);
      System.arraycopy(unit, 0, joints, i * m, m);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double a = dot(joints, i, joints, j);
        response[i * n + j] = a;
        response[j * n + i] = a;
      }
    }
    int rows = pin(standing);
    return rows == 0 || hold(rows);
  }

  /** L⁻¹Jᵀ of the standing feet. */
  private int pin(boolean[] standing) {
    int rows = 0;
    for (int f = 0; f < feet.length; f++) {
      if (!standing[f]) {
        continue;
      }
      dynamics.position(feet[f], at);
      for (int k = 0; k < 3; k++) {
        dynamics.rowAlong(feet[f], at, k == 0 ? 1 : 0, k == 1 ? 1 : 0, k == 2 ? 1 : 0, legs, unit);
        inertia.solveLower(unit, unit);
        System.arraycopy(unit, 0, pinned, rows * m, m);
        rows++;
      }
    }
    return rows;
  }

  /** Removes the part absorbed by the feet's grip. */
  private boolean hold(int rows) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i * rows + j] = dot(pinned, i, pinned, j) + (i == j ? REGULAR : 0);
      }
    }
    Cholesky g = grip[rows / 3];
    if (!g.factor(gram)) {
      return false;
    }
    // Rows of G^(-1/2) B, kept in place of the joints' rows: A − BᵀG⁻¹B.
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < rows; r++) {
        cross[r] = dot(pinned, r, joints, i);
      }
      g.solveLower(cross, cross);
      System.arraycopy(cross, 0, joints, i * m, rows);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double s = 0;
        for (int r = 0; r < rows; r++) {
          s += joints[i * m + r] * joints[j * m + r];
        }
        response[i * n + j] -= s;
        response[j * n + i] = response[i * n + j];
      }
    }
    return true;
  }

  private double dot(double[] a, int i, double[] b, int j) {
    double s = 0;
    for (int k = 0; k < m; k++) {
      s += a[i * m + k] * b[j * m + k];
    }
    return s;
  }
}
