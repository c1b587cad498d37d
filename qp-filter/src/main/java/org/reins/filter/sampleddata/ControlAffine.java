package org.reins.filter.sampleddata;

/** A model ẋ = f(x) + G(x) u. Allocates nothing. */
public interface ControlAffine {
  /** Numbers in a state. */
  int states();

  /** Numbers in an input. */
  int inputs();

  /**
   * Evaluates the model.
   *
   * @param x state, not modified
   * @param f overwritten
   * @param g states × inputs, row-major, overwritten
   */
  void evaluate(double[] x, double[] f, double[] g);
}
