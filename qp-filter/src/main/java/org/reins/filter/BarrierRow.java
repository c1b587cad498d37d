package org.reins.filter;

/**
 * The row of a learned barrier, with B and ∇B at (q + τ q̇, q̇): ∇_q B·(q̇ + τ q̈) + ∇_q̇ B·q̈ ≥ −α
 * (B − δ − margin), soft. The look-ahead τ gives the torque a say in Ḃ even at rest, where ∇_q̇ B
 * vanishes.
 */
final class BarrierRow {
  private final int n;
  private final NeuralBarrier barrier;
  private final double delta;
  private final double alpha;
  private final double lookAhead;
  private final double[] state;
  private final double[] row;

  BarrierRow(BarrierFile file, FilterSettings settings) {
    barrier = new NeuralBarrier(file);
    delta = file.delta();
    alpha = settings.alpha();
    lookAhead = settings.barrierHorizon();
    n = barrier.inputs() / 2;
    state = new double[2 * n];
    row = new double[n];
  }

  /**
   * Appends the row.
   *
   * @param q positions, rad, not modified
   * @param qd velocities, rad/s, not modified
   * @param margin kept on top of δ, m
   * @return B − δ − margin, m
   */
  double append(Rows rows, double[] q, double[] qd, double margin) {
    for (int i = 0; i < n; i++) {
      state[i] = q[i] + lookAhead * qd[i];
      state[n + i] = qd[i];
    }
    double b = barrier.evaluate(state);
    double[] g = barrier.gradient();
    double rest = b - delta - margin;
    double drift = 0;
    for (int i = 0; i < n; i++) {
      drift += g[i] * qd[i];
      row[i] = lookAhead * g[i] + g[n + i];
    }
    rows.atLeast(row, -alpha * rest - drift, true);
    return rest;
  }
}
