package org.reins.filter.constraint;

import java.util.Arrays;
import org.reins.filter.qp.QpProblem;

/**
 * Collects constraint rows over accelerations, a · q̈ ≥ b, as rows over torque: with q̈ = M⁻¹ (u −
 * bias), (M⁻¹ a) · u ≥ b + (M⁻¹ a) · bias.
 */
public final class Rows {
  private final int n;
  private final QpProblem problem;
  private final double[] massInverse;
  private final double[] bias;
  private final double[] load;
  private final double[] error;
  private boolean loaded;
  private final double[] left;
  private final RowLimit[] limits;

  /**
   * Writes into a problem.
   *
   * @param problem over the n torques
   * @param massInverse n×n, row-major; read when rows are added
   * @param bias N·m, length n; read when rows are added
   */
  public Rows(QpProblem problem, double[] massInverse, double[] bias) {
    this(problem, massInverse, bias, new double[problem.n], new double[problem.n]);
  }

  /**
   * The same under a torque from outside. Every limit is held for that torque and without it, for
   * what pushes may let go at any time, and for the worst error of it: Σ max(0, −(M⁻¹ a) · load) +
   * Σ |M⁻¹ a| · error.
   *
   * @param load from outside, N·m, length n; read when rows are added
   * @param error of it, N·m, length n, not negative; read when rows are added
   */
  public Rows(
      QpProblem problem, double[] massInverse, double[] bias, double[] load, double[] error) {
    this.load = load;
    this.error = error;
    this.problem = problem;
    this.n = problem.n;
    this.massInverse = massInverse;
    this.bias = bias;
    left = new double[problem.maxRows];
    limits = new RowLimit[problem.maxRows];
    Arrays.fill(limits, RowLimit.NAMED);
  }

  /** Takes all rows out; load and error of the next ones are looked at here. */
  public void clear() {
    problem.rows = 0;
    loaded = false;
    for (int i = 0; i < n; i++) {
      loaded |= load[i] != 0 || error[i] != 0;
    }
  }

  /** What is left before each row's limit, in the row's unit; owned by this object. */
  public double[] left() {
    return left;
  }

  /** Which limit each row stands for; owned by this object. */
  public RowLimit[] limits() {
    return limits;
  }

  /** q̈ᵢ ≥ bound. */
  public void jointAtLeast(int joint, double bound, RowLimit limit, double left) {
    int at = problem.rows * n;
    double d = bound;
    for (int i = 0; i < n; i++) {
      double c = massInverse[joint * n + i];
      problem.matrix[at + i] = c;
      d += c * bias[i];
    }
    end(d, 0, limit, left);
  }

  /** −q̈ᵢ ≥ −bound. */
  public void jointAtMost(int joint, double bound, RowLimit limit, double left) {
    int at = problem.rows * n;
    double d = -bound;
    for (int i = 0; i < n; i++) {
      double c = -massInverse[joint * n + i];
      problem.matrix[at + i] = c;
      d += c * bias[i];
    }
    end(d, 0, limit, left);
  }

  /**
   * a · q̈ ≥ bound.
   *
   * @param a not modified
   * @param softness of the row as in {@link QpProblem#softness}: 0 for a hard one
   * @param left what is left before the limit, in the row's unit
   */
  public void atLeast(double[] a, double bound, double softness, double left) {
    int at = problem.rows * n;
    double d = bound;
    for (int i = 0; i < n; i++) {
      double c = 0;
      for (int j = 0; j < n; j++) {
        c += massInverse[i * n + j] * a[j];
      }
      problem.matrix[at + i] = c;
      d += c * bias[i];
    }
    end(d, softness, RowLimit.NAMED, left);
  }

  /** A row that asks for nothing, where a constraint has nothing to say. */
  public void nothing(double left) {
    int at = problem.rows * n;
    for (int i = 0; i < n; i++) {
      problem.matrix[at + i] = 0;
    }
    end(Double.NEGATIVE_INFINITY, 0, RowLimit.NAMED, left);
  }

  private void end(double bound, double softness, RowLimit limit, double rowLeft) {
    double d = bound;
    if (loaded && limit != RowLimit.ACCELERATION) {
      int at = problem.rows * n;
      for (int i = 0; i < n; i++) {
        double c = problem.matrix[at + i];
        d += Math.max(0, -c * load[i]) + Math.abs(c) * error[i];
      }
    }
    limits[problem.rows] = limit;
    problem.softness[problem.rows] = softness;
    left[problem.rows] = rowLeft;
    problem.rightHandSide[problem.rows++] = d;
  }
}
