package org.reins.filter.sampled;

import java.util.Arrays;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.qp.DualActiveSetSolver;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpStatus;

/**
 * The barrier filter of a small system with sampled data and delay:
 *
 * <pre>
 *   minimise    ½ ‖u − uNom‖² + ½ ρ s²
 *   subject to  ∇B·(f + G u) + s ≥ −α (B − δ) + ε,   C u ≥ d
 * </pre>
 *
 * <p>at the state where u will act, with ε from {@link SampledMargin}. The slack keeps the problem
 * solvable where no admissible u meets the row: then u does the most that it can, and the slack
 * says by how much it falls short. Allocates nothing after construction. Not thread-safe.
 */
public final class SampledFilter {
  private static final double WEIGHT = 1e8;

  private final ControlAffine model;
  private final Barrier barrier;
  private final SampledMargin margin;
  private final CommandsInFlight flight;
  private final double delta;
  private final double alpha;
  private final QpProblem problem;
  private final DualActiveSetSolver solver;
  private final double[] predicted;
  private final double[] f;
  private final double[] g;
  private final double[] row;
  private double slack;
  private boolean changed;

  /**
   * Prepares a filter.
   *
   * @param margin ε, or null for a filter that looks at samples only
   * @param flight what is on its way; also tells the delay
   * @param delta δ
   * @param alpha α, 1/s
   * @param inputRows C, rows × inputs, of the inputs that are admissible
   * @param inputBounds d
   */
  public SampledFilter(
      ControlAffine model,
      Barrier barrier,
      SampledMargin margin,
      CommandsInFlight flight,
      double delta,
      double alpha,
      double[] inputRows,
      double[] inputBounds) {
    this.model = model;
    this.barrier = barrier;
    this.margin = margin;
    this.flight = flight;
    this.delta = delta;
    this.alpha = alpha;
    int n = model.inputs();
    problem = new QpProblem(n, inputBounds.length + 1);
    problem.rows = inputBounds.length + 1;
    System.arraycopy(inputRows, 0, problem.matrix, n, inputRows.length);
    System.arraycopy(inputBounds, 0, problem.rightHandSide, 1, inputBounds.length);
    problem.softness[0] = 1 / WEIGHT;
    solver = new DualActiveSetSolver(n, problem.maxRows, true);
    predicted = new double[model.states()];
    f = new double[model.states()];
    g = new double[model.states() * n];
    row = new double[n];
  }

  /**
   * Filters one command.
   *
   * @param x measured state, not modified
   * @param nominal admissible, not modified
   * @param u overwritten
   */
  public void step(double[] x, double[] nominal, double[] u) {
    flight.predict(x, predicted);
    double b = barrier.evaluate(predicted);
    double[] gradient = barrier.gradient();
    model.evaluate(predicted, f, g);
    double bound = -alpha * (b - delta) + (margin == null ? 0 : margin.at(predicted, gradient));
    double reached = 0;
    for (int k = 0; k < row.length; k++) {
      double s = 0;
      for (int i = 0; i < f.length; i++) {
        s += gradient[i] * g[i * row.length + k];
      }
      row[k] = s;
      reached += s * nominal[k];
    }
    for (int i = 0; i < f.length; i++) {
      bound -= gradient[i] * f[i];
    }
    slack = 0;
    changed = !(reached >= bound);
    System.arraycopy(nominal, 0, u, 0, u.length);
    if (changed) {
      solve(nominal, bound, u);
    }
    flight.sent(u);
  }

  private void solve(double[] nominal, double bound, double[] u) {
    for (int k = 0; k < row.length; k++) {
      problem.linear[k] = -nominal[k];
      problem.matrix[k] = row[k];
    }
    problem.rightHandSide[0] = bound;
    if (solver.solve(problem) == QpStatus.SOLVED) {
      System.arraycopy(solver.solution(), 0, u, 0, u.length);
      slack = problem.softness[0] * solver.multipliers()[0];
    } else {
      // Only numbers that are not finite lead here: ask for nothing.
      Arrays.fill(u, 0);
      slack = Double.POSITIVE_INFINITY;
    }
  }

  /** By how much the last command falls short of the barrier condition, in units of B a second. */
  public double slack() {
    return slack;
  }

  /** Whether the last command was changed. */
  public boolean changed() {
    return changed;
  }
}
