package org.reins.filter.qp;

/**
 * The equations that a set of active rows leaves of a problem with a diagonal H. With N their q
 * normals, b what they must reach, x₀ the minimum without them, W the diagonal of H⁻¹ with zeros
 * for the variables whose bounds are active, and Γ that of the rows' softness:
 *
 * <pre>
 *   (Nᵀ W N + Γ) y = b − Nᵀ x₀
 * </pre>
 */
interface NormalEquations {
  /** A pivot below this share of what it was counts as zero: the normals depend on each other. */
  double DEPENDENCE = 1e-9;

  /**
   * Solves.
   *
   * @param problem not modified
   * @param rows the active rows, first q numbers, q at most n
   * @param weights the diagonal of W, length n
   * @param x x₀, length n, not modified
   * @param y gets the solution, length at least q
   * @return false when the normals depend on each other, or a number is not finite
   */
  boolean solve(QpProblem problem, int[] rows, int q, double[] weights, double[] x, double[] y);

  /**
   * sum = N y, for the rows that have been solved for last.
   *
   * @param sum length n, overwritten
   */
  void pull(QpProblem problem, int[] rows, int q, double[] y, double[] sum);

  /** On vector registers; null where there are none. */
  static NormalEquations onVectors(int n) {
    try {
      return Class.forName("org.reins.filter.qp.VectorNormalEquations")
          .asSubclass(NormalEquations.class)
          .getDeclaredConstructor(int.class)
          .newInstance(n);
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }
}
