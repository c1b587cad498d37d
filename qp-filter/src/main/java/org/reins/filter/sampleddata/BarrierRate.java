package org.reins.filter.sampleddata;

/**
 * A barrier and the effect of the input on its rate: Ḃ = drift + row · u. Allocates nothing; not
 * thread-safe.
 */
public interface BarrierRate {
  /** Numbers in an input. */
  int inputs();

  /**
   * Evaluates B, the drift and the row.
   *
   * @param x state, not modified
   * @return B
   */
  double evaluate(double[] x);

  /** ∇B at the state of the last {@link #evaluate}; overwritten there. */
  double[] gradient();

  /** Ḃ without input. */
  double drift();

  /** ∂Ḃ/∂u; overwritten by {@link #evaluate}. */
  double[] row();
}
