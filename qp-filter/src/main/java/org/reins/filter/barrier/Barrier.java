package org.reins.filter.barrier;

/**
 * A barrier B over states x: B(x) &gt; 0 is safe. Evaluating allocates nothing and throws nothing.
 * Not thread-safe.
 */
public interface Barrier {
  /** Numbers in a state. */
  int inputs();

  /**
   * Evaluates B and its gradient.
   *
   * @param x state, at least {@link #inputs} numbers, not modified
   * @return B; not finite if the state is not finite
   */
  double evaluate(double[] x);

  /** ∇B at the state of the last {@link #evaluate}; owned by the barrier, overwritten there. */
  double[] gradient();
}
