package org.reins.filter.constraint;

import java.util.List;
import org.reins.filter.barrier.Barrier;

/**
 * The row of a barrier over (q, q̇), with B and ∇B at (q + τ q̇, q̇): ∇_q B·(q̇ + τ q̈) + ∇_q̇ B·q̈
 * ≥ −α (B − δ − margin) + ∂margin/∂t. The look-ahead τ gives the torque a say in Ḃ even at rest,
 * where ∇_q̇ B vanishes.
 */
public final class LearnedBarrier implements Constraint {
  // A rate of B that no torque can reach.
  private static final double NEVER = 1e6;

  private final int n;
  private final Barrier barrier;
  private final double delta;
  private double alpha;
  private final double lookAhead;
  private final double softness;
  private final RowName name;
  private final double[] state;
  private final double[] row;
  private double margin = Double.NaN;
  private boolean held = true;

  /**
   * Prepares the row.
   *
   * @param name as in statuses
   * @param barrier over positions and velocities
   * @param delta δ, what B must exceed to count as safe, m
   * @param alpha α, 1/s
   * @param lookAhead τ, s
   * @param softness of the row, with its slack in m/s; 0 for a hard one
   */
  public LearnedBarrier(
      String name, Barrier barrier, double delta, double alpha, double lookAhead, double softness) {
    this.barrier = barrier;
    this.delta = delta;
    this.alpha = alpha;
    this.lookAhead = lookAhead;
    this.softness = softness;
    this.name = new RowName(name, name.replace('_', ' '), "m");
    n = barrier.inputs() / 2;
    state = new double[2 * n];
    row = new double[n];
  }

  @Override
  public List<RowName> rows() {
    return List.of(name);
  }

  @Override
  public void append(ArmState arm, Rows rows) {
    for (int i = 0; i < n; i++) {
      state[i] = arm.q[i] + lookAhead * arm.qd[i];
      state[n + i] = arm.qd[i];
    }
    double b = barrier.evaluate(state);
    double[] g = barrier.gradient();
    margin = b - delta - arm.margin;
    double drift = 0;
    for (int i = 0; i < n; i++) {
      drift += g[i] * arm.qd[i];
      row[i] = lookAhead * g[i] + g[n + i];
    }
    double tightening = Math.max(0, arm.marginRate);
    double bound = -alpha * margin - drift + tightening;
    rows.atLeast(row, held ? bound : -NEVER, softness, margin);
  }

  /** Whether the row has a say; where the barrier has no data it knows nothing. */
  public void hold(boolean on) {
    held = on;
  }

  /** Sets α, 1/s, from the next row on. */
  public void alpha(double value) {
    alpha = value;
  }

  /** B − δ − margin when the row was last written, m. */
  public double margin() {
    return margin;
  }
}
