package org.reins.filter;

import java.util.Arrays;
import org.reins.filter.constraint.RowLimit;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpSolver;
import org.reins.filter.qp.QpStatus;
import org.reins.robot.math.Cholesky;

/**
 * The filter's quadratic program over the joints' torques: the cost ½ ‖u − wanted‖² in the metric
 * M⁻¹ (or another), the torques that can be sent, and rows written by other classes. It checks each
 * answer. If hard rows contradict each other, it looks for the command that violates them least.
 *
 * <p>Allocates nothing after construction; not thread-safe.
 */
public final class TorqueProblem {
  /** Largest violation of a row or bound that is ignored, relative to the row's terms. */
  static final double TOLERANCE = 1e-6;

  // Softness of hard rows that contradict each other, rad/s² or m/s² squared per unit of cost.
  // Acceleration rows are relaxed first, but at a cost: a wrist accelerated at 100 rad/s² to slow
  // the arm a little is too fast before its torque has come down again.
  private static final double YIELDS_LAST = 1e-9;
  private static final double YIELDS_FIRST = 1e-8;

  private final QpProblem problem;
  private final QpSolver solver;
  private final int n;
  private final double[] massInverse;
  private final double[] low;
  private final double[] high;
  private final double[] column;
  private double slack;

  /**
   * Creates the problem.
   *
   * @param problem rows are written into it by other classes
   * @param massInverse the metric of the cost, n×n, row-major; {@link #invertMass} writes M⁻¹ into
   *     it
   */
  public TorqueProblem(QpProblem problem, QpSolver solver, double[] massInverse) {
    this.problem = problem;
    this.solver = solver;
    n = problem.n;
    this.massInverse = massInverse;
    low = new double[n];
    high = new double[n];
    column = new double[n];
  }

  /** The program itself, for the classes that write its rows. */
  public QpProblem problem() {
    return problem;
  }

  /** Lowest torques that can be sent, N·m; to be filled in before {@link #writeCost}. */
  public double[] low() {
    return low;
  }

  /** Highest torques that can be sent, N·m; to be filled in before {@link #writeCost}. */
  public double[] high() {
    return high;
  }

  /** Starts over: nothing of the last answer is reused. */
  public void reset() {
    solver.reset();
  }

  /** Inverts the mass matrix column by column. */
  void invertMass(Cholesky mass) {
    for (int j = 0; j < n; j++) {
      Arrays.fill(column, 0);
      column[j] = 1;
      mass.solve(column, column);
      for (int i = 0; i < n; i++) {
        massInverse[i * n + j] = column[i];
      }
    }
  }

  /**
   * Writes cost and bounds.
   *
   * @param wanted N·m, not modified
   */
  public void writeCost(double[] wanted) {
    System.arraycopy(massInverse, 0, problem.hessian, 0, n * n);
    for (int i = 0; i < n; i++) {
      double f = 0;
      for (int j = 0; j < n; j++) {
        f -= massInverse[i * n + j] * wanted[j];
      }
      problem.linear[i] = f;
      problem.lower[i] = low[i];
      problem.upper[i] = high[i];
    }
  }

  /** Solves. */
  public QpStatus solve() {
    slack = 0;
    return solver.solve(problem);
  }

  /** Iterations of the last {@link #solve}. */
  int iterations() {
    return solver.iterations();
  }

  /** The last answer, N·m; owned by the solver. */
  public double[] solution() {
    return solver.solution();
  }

  /** Bit k is set if row k was active in the last answer. */
  long activeRows() {
    long active = 0;
    double[] y = solver.multipliers();
    for (int k = 0; k < problem.rows; k++) {
      if (y[k] > 0) {
        active |= 1L << k;
      }
    }
    return active;
  }

  /** Largest slack of a soft row in the last answer checked by {@link #passesCheck}. */
  double slack() {
    return slack;
  }

  /**
   * Whether the answer is finite, inside the bounds, and holds every hard row, and every soft row
   * up to its slack.
   */
  public boolean passesCheck() {
    if (!isInside(solver.solution())) {
      return false;
    }
    double[] x = solver.solution();
    double[] y = solver.multipliers();
    for (int k = 0; k < problem.rows; k++) {
      double given = problem.softness[k] * y[k];
      double s = given - problem.rightHandSide[k];
      double scale = 1;
      for (int i = 0; i < n; i++) {
        double term = problem.matrix[k * n + i] * x[i];
        s += term;
        scale += Math.abs(term);
      }
      if (!(s >= -TOLERANCE * scale)) {
        return false;
      }
      slack = Math.max(slack, given);
    }
    return true;
  }

  /** Clamps values that exceed the bounds by no more than the tolerance. */
  private boolean isInside(double[] x) {
    for (int i = 0; i < n; i++) {
      if (!(x[i] >= low[i] - TOLERANCE && x[i] <= high[i] + TOLERANCE)) {
        return false;
      }
      x[i] = Math.max(low[i], Math.min(high[i], x[i]));
    }
    return true;
  }

  /**
   * If the hard rows contradict each other, no command holds them all, the brake included. Then
   * this looks for the command nearest to the brake that violates them least. Pure acceleration
   * bounds are relaxed first, for they protect only comfort and the drives; those of torque and
   * torque rate are never relaxed.
   *
   * @param braked the brake command, N·m
   * @param limits which limit each row represents
   * @return whether {@link #solution} is a command that can be sent
   */
  boolean yieldLeast(double[] braked, RowLimit[] limits) {
    writeCost(braked);
    for (int k = 0; k < problem.rows; k++) {
      if (problem.softness[k] == 0) {
        problem.softness[k] = limits[k] == RowLimit.ACCELERATION ? YIELDS_FIRST : YIELDS_LAST;
      }
    }
    return solver.solve(problem) == QpStatus.SOLVED && isInside(solver.solution());
  }
}
