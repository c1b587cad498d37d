package org.reins.filter.barrier;

/** A barrier B and its gradient in many states at once. Not thread-safe. */
public interface BatchedBarrier {
  /**
   * Evaluates B and ∇B.
   *
   * @param x row by number, column by state, not modified
   * @param count columns
   * @param value B of each column, at least as many numbers, overwritten
   * @param gradient ∂B/∂xᵢ of each column in row i, overwritten
   */
  void evaluate(double[][] x, int count, double[] value, double[][] gradient);

  /** A barrier that evaluates one state after the other. */
  static BatchedBarrier oneByOne(Barrier barrier) {
    double[] state = new double[barrier.inputs()];
    return (x, count, value, gradient) -> {
      for (int c = 0; c < count; c++) {
        for (int i = 0; i < state.length; i++) {
          state[i] = x[i][c];
        }
        value[c] = barrier.evaluate(state);
        for (int i = 0; i < state.length; i++) {
          gradient[i][c] = barrier.gradient()[i];
        }
      }
    };
  }
}
