package org.reins.filter.constraint;

import java.util.Arrays;
import org.reins.filter.qp.QpProblem;

/**
 * Collects constraint rows over accelerations, a · q̈ ≥ b, as rows over torque: with q̈ = M⁻¹ (u −
 * bias), (M⁻¹ a) · u ≥ b + (M⁻¹ a) · bias.
 */
public final class Rows {
  // Largest change of friction relative to its recent value.
  private static final double DRAG_ERROR = 0.2;

  private final int n;
  private final QpProblem problem;
  private final double[] massInverse;
  private final double[] bias;
  private final double[] load;
  private final double[] drag;
  private final double[] resistance;
  private final double[] error;
  // Accelerations of the joints beyond massInverse (u − bias), rad/s²; null for none.
  private double[] measured;
  private double jointSoftness;
  private boolean pushed;
  private boolean dragged;
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
    this(problem, massInverse, bias, Load.none(problem.n));
  }

  /**
   * Creates a collector for a robot with loads that its model does not know. Every limit is held
   * with and without the load:
   *
   * <pre>
   *   Σ max(0, −(M⁻¹ a) · push)                          a push may end, at any joint
   *   max(0, Σ −(M⁻¹ a) · drag + e |(M⁻¹ a) · drag|)     friction accompanies the motion as a whole
   *   Σ |M⁻¹ a| · error
   * </pre>
   *
   * with e = 0.2 for rows on distances, which take {@link Load#resistance} as the drag. Rows on
   * single joints have e = 0 and no friction of slow joints: where the inertia is small, these
   * correspond to accelerations that leave nothing between the two sides.
   *
   * @param load on the robot; read when rows are added
   */
  public Rows(QpProblem problem, double[] massInverse, double[] bias, Load load) {
    this.load = load.push();
    this.drag = load.drag();
    this.resistance = load.resistance();
    this.error = load.error();
    this.problem = problem;
    this.n = problem.n;
    this.massInverse = massInverse;
    this.bias = bias;
    left = new double[problem.maxRows];
    limits = new RowLimit[problem.maxRows];
    Arrays.fill(limits, RowLimit.NAMED);
  }

  /**
   * Creates a collector for a robot without a known model, from its measured response: q̈ = q̈₋ + A
   * (u − u₋).
   *
   * @param problem over the n torques
   * @param response A, n×n, row-major, 1/(kg m²); read when rows are added
   * @param before u₋, the torques under which q̈₋ was measured, N·m; read when rows are added
   * @param measured q̈₋, rad/s²; read when rows are added
   * @param softness of rows on joints, as in {@link QpProblem#softness}
   */
  public static Rows measured(
      QpProblem problem, double[] response, double[] before, double[] measured, double softness) {
    Rows rows = new Rows(problem, response, before, Load.none(problem.n));
    rows.measured = measured;
    rows.jointSoftness = softness;
    return rows;
  }

  /** Removes all rows. Load and error for the next rows are read here. */
  public void clear() {
    problem.rows = 0;
    pushed = false;
    dragged = false;
    for (int i = 0; i < n; i++) {
      pushed |= load[i] != 0 || error[i] != 0;
      dragged |= drag[i] != 0 || resistance[i] != 0;
    }
  }

  /** Remaining distance to each row's limit, in the row's unit; owned by this object. */
  public double[] left() {
    return left;
  }

  /** Which limit each row represents; owned by this object. */
  public RowLimit[] limits() {
    return limits;
  }

  /** q̈ᵢ ≥ bound. */
  public void jointAtLeast(int joint, double bound, RowLimit limit, double left) {
    int at = problem.rows * n;
    double d = measured == null ? bound : bound - measured[joint];
    for (int i = 0; i < n; i++) {
      double c = massInverse[joint * n + i];
      problem.matrix[at + i] = c;
      d += c * bias[i];
    }
    end(d, jointSoftness, limit, left);
  }

  /** −q̈ᵢ ≥ −bound. */
  public void jointAtMost(int joint, double bound, RowLimit limit, double left) {
    int at = problem.rows * n;
    double d = measured == null ? -bound : measured[joint] - bound;
    for (int i = 0; i < n; i++) {
      double c = -massInverse[joint * n + i];
      problem.matrix[at + i] = c;
      d += c * bias[i];
    }
    end(d, jointSoftness, limit, left);
  }

  /**
   * a · q̈ ≥ bound.
   *
   * @param a not modified
   * @param softness of the row as in {@link QpProblem#softness}: 0 for a hard one
   * @param left remaining distance to the limit, in the row's unit
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
      d -= measured == null ? 0 : a[i] * measured[i];
    }
    end(d, softness, RowLimit.NAMED, left);
  }

  /** A row that imposes nothing, where a constraint does not apply. */
  public void nothing(double left) {
    int at = problem.rows * n;
    for (int i = 0; i < n; i++) {
      problem.matrix[at + i] = 0;
    }
    end(Double.NEGATIVE_INFINITY, 0, RowLimit.NAMED, left);
  }

  private void end(double bound, double softness, RowLimit limit, double rowLeft) {
    double d = bound;
    if (limit != RowLimit.ACCELERATION) {
      d += pushed ? pushed() : 0;
      if (dragged) {
        d += limit == RowLimit.NAMED ? dragged(resistance, DRAG_ERROR) : dragged(drag, 0);
      }
    }
    limits[problem.rows] = limit;
    problem.softness[problem.rows] = softness;
    left[problem.rows] = rowLeft;
    problem.rightHandSide[problem.rows++] = d;
  }

  /** The reserve of the present row for the push and its error. */
  private double pushed() {
    int at = problem.rows * n;
    double more = 0;
    for (int i = 0; i < n; i++) {
      double c = problem.matrix[at + i];
      more += Math.max(0, -c * load[i]) + Math.abs(c) * error[i];
    }
    return more;
  }

  /**
   * The reserve of the present row for a drag.
   *
   * @param torque of the drag, N·m
   * @param uncertain largest deviation of the drag from its recent value, as a share
   */
  private double dragged(double[] torque, double uncertain) {
    int at = problem.rows * n;
    double helps = 0;
    double all = 0;
    for (int i = 0; i < n; i++) {
      double c = problem.matrix[at + i] * torque[i];
      helps += c;
      all += Math.abs(c);
    }
    return Math.max(0, uncertain * all - helps);
  }
}
