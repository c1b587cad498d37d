package org.reins.filter.constraint;

import java.util.List;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.SupportWatch;

/**
 * The row of a barrier over (q, q̇), with B and ∇B at (q + τ q̇, q̇): ∇_q B·(q̇ + τ q̈) + ∇_q̇ B·q̈
 * ≥ −α (B − δ − margin) + ∂margin/∂t. The look-ahead τ lets the torque influence Ḃ even at rest,
 * where ∇_q̇ B vanishes.
 */
public final class LearnedBarrier implements Constraint {
  // A rate of B that no torque can reach.
  private static final double NEVER = 1e6;

  private final int n;
  private final Barrier barrier;
  private final SupportWatch[] watches;
  private final double delta;
  private final boolean followsAlpha;
  private double alpha;
  private final double lookAhead;
  private final double softness;
  private final RowName name;
  private final double[] state;
  private final double[] row;
  private double margin = Double.NaN;
  private boolean outside;

  /**
   * Creates the row.
   *
   * @param name as in statuses
   * @param barrier over positions and velocities
   * @param delta δ, the value that B must exceed to count as safe, m
   * @param alpha α, 1/s
   * @param lookAhead τ, s
   * @param softness of the row, with its slack in m/s; 0 for a hard one
   */
  public LearnedBarrier(
      String name, Barrier barrier, double delta, double alpha, double lookAhead, double softness) {
    this(name, barrier, List.of(), delta, alpha, lookAhead, softness);
  }

  /**
   * Creates the row with watches over the data from which the barrier was learned.
   *
   * @param watches one per barrier file; empty if the data are unknown
   * @param alpha α, 1/s; NaN to follow the filter's
   */
  public LearnedBarrier(
      String name,
      Barrier barrier,
      List<SupportWatch> watches,
      double delta,
      double alpha,
      double lookAhead,
      double softness) {
    this.barrier = barrier;
    this.watches = watches.toArray(SupportWatch[]::new);
    this.delta = delta;
    this.alpha = alpha;
    this.lookAhead = lookAhead;
    this.softness = softness;
    followsAlpha = Double.isNaN(alpha);
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
    rows.atLeast(row, outside ? -NEVER : bound, softness, margin);
  }

  /**
   * Starts over, at rest with a command.
   *
   * @param command N·m, not modified
   */
  public void reset(double[] command) {
    outside = false;
    for (SupportWatch watch : watches) {
      watch.reset(command);
    }
  }

  /**
   * Checks whether robot and command are inside the barrier's training data. Outside the data the
   * row imposes nothing, because the barrier is not valid there.
   *
   * @param q rad, not modified
   * @param qd rad/s, not modified
   * @param accepted the torques that act, N·m, not modified
   * @param dt since the previous measurement, s
   * @return whether they are outside the data of one of its files
   */
  public boolean watch(double[] q, double[] qd, double[] accepted, double dt) {
    outside = false;
    for (SupportWatch watch : watches) {
      outside |= watch.observe(q, qd, accepted, dt);
    }
    return outside;
  }

  /** The smallest p-value of the last measurement; 1 without watches. */
  public double supportPValue() {
    double least = 1;
    for (SupportWatch watch : watches) {
      least = Math.min(least, watch.pValue());
    }
    return least;
  }

  /**
   * Follows the filter's α from the next row on, unless the constraint has a separate α.
   *
   * @param value 1/s
   */
  public void follow(double value) {
    alpha = followsAlpha ? value : alpha;
  }

  /** B − δ − margin at the last writing of the row, m. */
  public double margin() {
    return margin;
  }
}
