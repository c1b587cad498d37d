package org.reins.filter.sampleddata;

import org.reins.filter.barrier.Barrier;

/** The rate of a barrier by a model: drift ∇B·f, row ∇B·G. */
public final class ModelRate implements BarrierRate {
  private final ControlAffine model;
  private final Barrier barrier;
  private final double[] f;
  private final double[] g;
  private final double[] row;
  private double drift;

  /** Combines a barrier and a model over the same states. */
  public ModelRate(ControlAffine model, Barrier barrier) {
    this.model = model;
    this.barrier = barrier;
    f = new double[model.states()];
    g = new double[model.states() * model.inputs()];
    row = new double[model.inputs()];
  }

  @Override
  public int inputs() {
    return row.length;
  }

  @Override
  public double evaluate(double[] x) {
    double b = barrier.evaluate(x);
    double[] gradient = barrier.gradient();
    model.evaluate(x, f, g);
    drift = 0;
    for (int i = 0; i < f.length; i++) {
      drift += gradient[i] * f[i];
    }
    for (int k = 0; k < row.length; k++) {
      double s = 0;
      for (int i = 0; i < f.length; i++) {
        s += gradient[i] * g[i * row.length + k];
      }
      row[k] = s;
    }
    return b;
  }

  @Override
  public double[] gradient() {
    return barrier.gradient();
  }

  @Override
  public double drift() {
    return drift;
  }

  @Override
  public double[] row() {
    return row;
  }
}
