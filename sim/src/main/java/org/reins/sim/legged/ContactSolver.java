package org.reins.sim.legged;

import java.util.Arrays;

/**
 * Impulses of compliant contacts with Coulomb friction, by projected Gauss–Seidel. The number of
 * sweeps is fixed, so that the same contacts give bit-identical impulses.
 *
 * <p>The contacts' velocities are u = u₀ + A λ. The normal impulse is that of a spring and a damper
 * at the end of the step, λₙ = dt max(0, k·depth − (d + dt k) uₙ). The tangential impulse is the
 * one that stops the sliding, limited to |λₜ| ≤ μ λₙ. Allocates nothing after construction.
 */
final class ContactSolver {
  private static final int SWEEPS = 40;

  private final int capacity;
  private final double[] impulse;
  private final double[] velocity;
  private final double[] matrix;
  private final double[] softness;
  private final double[] target;
  private int count;

  /**
   * Prepares a solver for a number of contacts.
   *
   * @param capacity largest number of simultaneous contacts
   */
  ContactSolver(int capacity) {
    this.capacity = capacity;
    impulse = new double[3 * capacity];
    velocity = new double[3 * capacity];
    matrix = new double[9 * capacity * capacity];
    softness = new double[capacity];
    target = new double[capacity];
  }

  void begin() {
    count = 0;
  }

  /**
   * Adds a contact.
   *
   * @param depth penetration depth, m
   * @param stiffness k, N/m
   * @param damping d, N·s/m
   * @return its number; its rows are 3·number (normal) and the two after it
   */
  int add(double depth, double stiffness, double damping, double dt) {
    double resistance = damping + dt * stiffness;
    softness[count] = 1 / (dt * resistance);
    target[count] = stiffness * depth / resistance;
    Arrays.fill(impulse, 3 * count, 3 * count + 3, 0);
    return count++;
  }

  int count() {
    return count;
  }

  /** Row length of {@link #matrix}. */
  int stride() {
    return 3 * capacity;
  }

  /** A; the caller must fill it in for all rows of the contacts. */
  double[] matrix() {
    return matrix;
  }

  /** u₀; the caller must fill it in. */
  double[] velocity() {
    return velocity;
  }

  /** λ, N·s. */
  double[] impulse() {
    return impulse;
  }

  void solve(double friction) {
    int rows = 3 * count;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int c = 0; c < count; c++) {
        int r = 3 * c;
        double un = row(r, rows);
        double ann = matrix[r * stride() + r];
        double next =
            impulse[r] - (un + softness[c] * impulse[r] - target[c]) / (ann + softness[c]);
        impulse[r] = Math.max(0, next);
        double step =
            1 / Math.max(matrix[(r + 1) * stride() + r + 1], matrix[(r + 2) * stride() + r + 2]);
        double t1 = impulse[r + 1] - step * row(r + 1, rows);
        double t2 = impulse[r + 2] - step * row(r + 2, rows);
        double size = Math.sqrt(t1 * t1 + t2 * t2);
        double most = friction * impulse[r];
        double scale = size > most ? most / size : 1;
        impulse[r + 1] = scale * t1;
        impulse[r + 2] = scale * t2;
      }
    }
  }

  private double row(int r, int rows) {
    double s = velocity[r];
    int o = r * stride();
    for (int k = 0; k < rows; k++) {
      s += matrix[o + k] * impulse[k];
    }
    return s;
  }
}
