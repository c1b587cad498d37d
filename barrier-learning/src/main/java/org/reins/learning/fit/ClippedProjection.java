package org.reins.learning.fit;

import org.reins.filter.barrier.Barrier;
import org.reins.filter.sampleddata.CommandFilter;
import org.reins.filter.sampleddata.ControlAffine;
import org.reins.filter.sampleddata.ModelRate;
import org.reins.sim.system.InputSet;

/**
 * The filter of V-OCBF as its authors coded it, for comparison. It uses learned dynamics and one
 * row. The result is clipped to ±1 afterwards, so the clip may violate the row.
 *
 * <pre>
 *   c = ∇V·f + ∇V·G u + α V;   if c &lt; 0:   u ← clip(u − c L_GV / (‖L_GV‖² + 1e-6), −1, 1)
 * </pre>
 *
 * <p>A result outside the admissible inputs is then replaced by the nearest admissible input, as
 * actuators do. Inputs with limits other than 1 are scaled before and after. {@link #slack} is the
 * amount by which the sent command violates the row.
 */
public final class ClippedProjection implements CommandFilter {
  private static final double REGULARISATION = 1e-6;

  private final ModelRate rate;
  private final double alpha;
  private final InputSet inputs;
  private final double[] unit;
  private double slack;
  private boolean changed;

  /**
   * Prepares a filter.
   *
   * @param model learned dynamics
   * @param barrier V
   * @param alpha α, 1/s
   * @param inputs admissible inputs
   */
  public ClippedProjection(ControlAffine model, Barrier barrier, double alpha, InputSet inputs) {
    rate = new ModelRate(model, barrier);
    this.alpha = alpha;
    this.inputs = inputs;
    unit = new double[inputs.size()];
    double[] axis = new double[inputs.size()];
    double[] best = new double[inputs.size()];
    for (int i = 0; i < unit.length; i++) {
      axis[i] = 1;
      unit[i] = inputs.most(axis, best);
      axis[i] = 0;
    }
  }

  @Override
  public void reset() {
    slack = 0;
    changed = false;
  }

  @Override
  public void step(double[] x, double[] nominal, double[] u) {
    double v = rate.evaluate(x);
    double[] row = rate.row();
    double c = rate.drift() + alpha * v;
    double square = REGULARISATION;
    for (int i = 0; i < u.length; i++) {
      u[i] = nominal[i];
      c += row[i] * nominal[i];
      square += row[i] * unit[i] * row[i] * unit[i];
    }
    changed = c < 0;
    slack = 0;
    if (!changed) {
      return;
    }
    double reached = rate.drift() + alpha * v;
    for (int i = 0; i < u.length; i++) {
      double moved = nominal[i] / unit[i] - c * row[i] * unit[i] / square;
      u[i] = unit[i] * Math.max(-1, Math.min(1, moved));
    }
    inputs.admit(u);
    for (int i = 0; i < u.length; i++) {
      reached += row[i] * u[i];
    }
    slack = Math.max(0, -reached);
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
