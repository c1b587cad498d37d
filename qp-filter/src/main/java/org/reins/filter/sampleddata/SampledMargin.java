package org.reins.filter.sampleddata;

import org.reins.filter.barrier.GradientBounds;

/**
 * How much the barrier condition must be tightened so that it holds over a whole period T and not
 * only at the sample:
 *
 * <pre>
 *   ε = Σᵢ maxᵢ|∂B/∂xᵢ − ∂B/∂xᵢ(x)| Rᵢ + Σᵢ maxᵢ|∂B/∂xᵢ| Dᵢ
 * </pre>
 *
 * <p>with Rᵢ the largest |ẋᵢ|, Dᵢ the largest change of ẋᵢ over a period under a held input, and
 * the maxima over the box |x′ᵢ − xᵢ| ≤ Rᵢ T, which the state cannot leave before the next sample.
 * By the mean value theorem B(x(t)) − B(x) = ∫ ∇B·ẋ ≥ t (∇B(x)·(f(x) + G(x) u) − ε), so a command
 * with ∇B·(f + G u) ≥ −α B + ε and α T ≤ 1 keeps B ≥ 0 at all t in [0, T], also where B has kinks,
 * when the bounds hold for its one-sided gradients.
 */
public final class SampledMargin {
  private final GradientBounds bounds;
  private final double period;
  private final double[] rate;
  private final double[] change;
  private final double[] lower;
  private final double[] upper;

  /**
   * Creates a margin.
   *
   * @param period T, s
   * @param rate R, one per state
   * @param change D, one per state
   */
  public SampledMargin(GradientBounds bounds, double period, double[] rate, double[] change) {
    this.bounds = bounds;
    this.period = period;
    this.rate = rate.clone();
    this.change = change.clone();
    lower = new double[rate.length];
    upper = new double[rate.length];
  }

  /**
   * ε at a state.
   *
   * @param x not modified
   * @param gradient ∇B(x), not modified
   */
  public double at(double[] x, double[] gradient) {
    for (int i = 0; i < rate.length; i++) {
      lower[i] = x[i] - rate[i] * period;
      upper[i] = x[i] + rate[i] * period;
    }
    bounds.bound(lower, upper);
    double margin = 0;
    for (int i = 0; i < rate.length; i++) {
      double low = bounds.gradientLow()[i];
      double high = bounds.gradientHigh()[i];
      margin += rate[i] * Math.max(0, Math.max(high - gradient[i], gradient[i] - low));
      margin += change[i] * Math.max(Math.abs(low), Math.abs(high));
    }
    return margin;
  }
}
