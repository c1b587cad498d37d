package org.reins.sim.system;

import java.util.SplittableRandom;

/** The admissible inputs U of a benchmark system. Allocates nothing except where stated. */
public sealed interface InputSet {
  /** Number of inputs. */
  int size();

  /**
   * The support function max c·u over u in U.
   *
   * @param c direction, not modified
   * @param best overwritten with an input that reaches the maximum
   */
  double most(double[] c, double[] best);

  /**
   * Inputs that value iteration tries, a new array. Their convex hull is U, or lies just inside U.
   */
  double[][] extremes();

  /** C of C u ≥ d, row-major, a new array: a polytope inside U, equal to U if U is a box. */
  double[] rows();

  /** d of C u ≥ d, a new array. */
  double[] bounds();

  /** Draws an input evenly from all of U. */
  void draw(SplittableRandom random, double[] u);

  /** Replaces u by the nearest admissible input. */
  void admit(double[] u);

  /**
   * |uᵢ| ≤ limitᵢ.
   *
   * @param limit positive; not to be modified
   */
  record Box(double... limit) implements InputSet {
    @Override
    public int size() {
      return limit.length;
    }

    @Override
    public double most(double[] c, double[] best) {
      double sum = 0;
      for (int i = 0; i < limit.length; i++) {
        best[i] = c[i] < 0 ? -limit[i] : limit[i];
        sum += c[i] * best[i];
      }
      return sum;
    }

    @Override
    public double[][] extremes() {
      int count = (int) Math.round(Math.pow(3, limit.length));
      double[][] all = new double[count][limit.length];
      for (int k = 0; k < count; k++) {
        int rest = k;
        for (int i = 0; i < limit.length; i++) {
          all[k][i] = limit[i] * (rest % 3 - 1);
          rest /= 3;
        }
      }
      return all;
    }

    @Override
    public double[] rows() {
      int n = limit.length;
      double[] rows = new double[2 * n * n];
      for (int i = 0; i < n; i++) {
        rows[i * n + i] = 1;
        rows[(n + i) * n + i] = -1;
      }
      return rows;
    }

    @Override
    public double[] bounds() {
      double[] bounds = new double[2 * limit.length];
      for (int i = 0; i < bounds.length; i++) {
        bounds[i] = -limit[i % limit.length];
      }
      return bounds;
    }

    @Override
    public void draw(SplittableRandom random, double[] u) {
      for (int i = 0; i < limit.length; i++) {
        u[i] = random.nextDouble(-limit[i], limit[i]);
      }
    }

    @Override
    public void admit(double[] u) {
      for (int i = 0; i < limit.length; i++) {
        u[i] = Math.max(-limit[i], Math.min(limit[i], u[i]));
      }
    }
  }

  /**
   * ‖u‖ ≤ radius, for two inputs.
   *
   * @param radius positive
   */
  record Disc(double radius) implements InputSet {
    private static final int SIDES = 64;
    private static final int DIRECTIONS = 32;

    @Override
    public int size() {
      return 2;
    }

    @Override
    public double most(double[] c, double[] best) {
      double length = Math.hypot(c[0], c[1]);
      best[0] = length > 0 ? radius * c[0] / length : radius;
      best[1] = length > 0 ? radius * c[1] / length : 0;
      return radius * length;
    }

    @Override
    public double[][] extremes() {
      double[][] all = new double[DIRECTIONS][];
      for (int k = 0; k < DIRECTIONS; k++) {
        double angle = 2 * Math.PI * k / DIRECTIONS;
        all[k] = new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
      }
      return all;
    }

    @Override
    public double[] rows() {
      double[] rows = new double[2 * SIDES];
      for (int k = 0; k < SIDES; k++) {
        double angle = 2 * Math.PI * k / SIDES;
        rows[2 * k] = -Math.cos(angle);
        rows[2 * k + 1] = -Math.sin(angle);
      }
      return rows;
    }

    @Override
    public double[] bounds() {
      double[] bounds = new double[SIDES];
      java.util.Arrays.fill(bounds, -radius * Math.cos(Math.PI / SIDES));
      return bounds;
    }

    @Override
    public void draw(SplittableRandom random, double[] u) {
      double angle = random.nextDouble(2 * Math.PI);
      double length = radius * Math.sqrt(random.nextDouble());
      u[0] = length * Math.cos(angle);
      u[1] = length * Math.sin(angle);
    }

    @Override
    public void admit(double[] u) {
      double length = Math.hypot(u[0], u[1]);
      if (length > radius) {
        u[0] *= radius / length;
        u[1] *= radius / length;
      }
    }
  }
}
