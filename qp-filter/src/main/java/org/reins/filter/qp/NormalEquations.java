package org.reins.filter.qp;

/**
 * The equations that remain for a set of q active rows of a problem with a diagonal H. With N their
 * normals, b their required values, x₀ the minimum without them, Γ the diagonal of their softness,
 * and W that of H⁻¹, with zeros for the variables whose bounds are active:
 *
 * <pre>
 *   (Nᵀ W N + Γ) y = b − Nᵀ x₀
 * </pre>
 */
interface NormalEquations {
  /** A pivot below this share of its initial value counts as zero: the normals are dependent. */
  double DEPENDENCE = 1e-9;

  /**
   * Solves.
   *
   * @param matrix row-major, n numbers per row, not modified
   * @param reach required value of each row, not modified
   * @param softness γ of each row, not modified
   * @param rows the active rows, first q numbers, q at most n
   * @param weights the diagonal of W, length n; a zero eliminates its variable
   * @param x x₀, length n, not modified
   * @param y gets the solution, length at least q
   * @return false if the normals are dependent, or a number is not finite
   */
  boolean solve(
      double[] matrix,
      double[] reach,
      double[] softness,
      int[] rows,
      int q,
      double[] weights,
      double[] x,
      double[] y);

  /**
   * Computes sum = N y, for the equations solved last.
   *
   * @param sum length n, overwritten
   */
  void pull(double[] sum);

  /** The equations on vector registers; null if there are none. */
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
