package org.reins.filter.sampleddata;

import java.util.Arrays;
import org.reins.filter.qp.DualActiveSetSolver;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpStatus;

/**
 * The barrier filter of a small system with sampled data and delay:
 *
 * <pre>
 *   minimise    ½ ‖u − uNom‖² + ½ ρ s²
 *   subject to  Ḃ(u) + s ≥ −α (B − δ) + ε,   C u ≥ d
 * </pre>
 *
 * <p>at the state where u will act, with ε from {@link SampledMargin}. Outside the safe set, B < δ,
 * α is at least 50/s, whatever is requested: the set is regained with the full effect of the
 * inputs. The slack keeps the problem solvable where no admissible u meets the row. Then u does the
 * most that it can, and the slack says by how much it falls short. Allocates nothing after
 * construction. Not thread-safe.
 */
public final class SampledFilter implements CommandFilter {
  private static final double WEIGHT = 1e8;

  // α is the rate at which a margin may be used up. Outside the safe set it must not be regained
  // that slowly, 1/s.
  private static final double RECOVERY = 50;

  private final BarrierRate rate;
  private final SampledMargin margin;
  private final CommandsInFlight flight;
  private final double delta;
  private final double alpha;
  private final QpProblem problem;
  private final DualActiveSetSolver solver;
  private final double[] predicted;
  private double slack;
  private boolean changed;

  /**
   * Creates a filter.
   *
   * @param rate B and Ḃ
   * @param margin ε, or null for a filter that considers samples only
   * @param flight the commands in flight; also defines the delay
   * @param delta δ
   * @param alpha α, 1/s
   * @param inputRows C, rows × inputs, of the admissible inputs
   * @param inputBounds d
   */
  public SampledFilter(
      BarrierRate rate,
      SampledMargin margin,
      CommandsInFlight flight,
      double delta,
      double alpha,
      double[] inputRows,
      double[] inputBounds) {
    this.rate = rate;
    this.margin = margin;
    this.flight = flight;
    this.delta = delta;
    this.alpha = alpha;
    int n = rate.inputs();
    problem = new QpProblem(n, inputBounds.length + 1);
    problem.rows = inputBounds.length + 1;
    System.arraycopy(inputRows, 0, problem.matrix, n, inputRows.length);
    System.arraycopy(inputBounds, 0, problem.rightHandSide, 1, inputBounds.length);
    problem.softness[0] = 1 / WEIGHT;
    solver = new DualActiveSetSolver(n, problem.maxRows, true);
    predicted = new double[flight.states()];
  }

  @Override
  public void reset() {
    flight.reset();
    solver.reset();
  }

  @Override
  public void step(double[] x, double[] nominal, double[] u) {
    flight.predict(x, predicted);
    double b = rate.evaluate(predicted);
    double[] row = rate.row();
    double bound = -(b < delta ? Math.max(alpha, RECOVERY) : alpha) * (b - delta) - rate.drift();
    if (margin != null) {
      bound += margin.at(predicted, rate.gradient());
    }
    double reached = 0;
    for (int k = 0; k < row.length; k++) {
      reached += row[k] * nominal[k];
    }
    slack = 0;
    changed = !(reached >= bound);
    System.arraycopy(nominal, 0, u, 0, u.length);
    if (changed) {
      solve(nominal, row, bound, u);
    }
    flight.sent(u);
  }

  private void solve(double[] nominal, double[] row, double bound, double[] u) {
    for (int k = 0; k < row.length; k++) {
      problem.linear[k] = -nominal[k];
      problem.matrix[k] = row[k];
    }
    problem.rightHandSide[0] = bound;
    if (solver.solve(problem) == QpStatus.SOLVED) {
      System.arraycopy(solver.solution(), 0, u, 0, u.length);
      slack = problem.softness[0] * solver.multipliers()[0];
    } else {
      // Only numbers that are not finite lead here: request nothing.
      Arrays.fill(u, 0);
      slack = Double.POSITIVE_INFINITY;
    }
  }

  @Override
  public double slack() {
    return slack;
  }

  @Override
  public boolean changed() {
    return changed;
  }
}
