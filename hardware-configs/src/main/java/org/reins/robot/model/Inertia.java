package org.reins.robot.model;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Inertia tensor about a centre of mass, kg·m².
 *
 * @param xx diagonal element
 * @param xy off-diagonal element (the tensor's own entry, so −∫xy dm)
 * @param xz off-diagonal element
 * @param yy diagonal element
 * @param yz off-diagonal element
 * @param zz diagonal element
 */
public record Inertia(double xx, double xy, double xz, double yy, double yz, double zz) {

  /**
   * Checks that a rigid body can have this tensor: principal moments a ≤ b ≤ c with a &gt; 0 and a
   * + b ≥ c.
   *
   * @throws IllegalArgumentException naming the principal moments
   */
  public Inertia {
    double[] m = principalMoments(xx, xy, xz, yy, yz, zz);
    if (!(m[0] > 0)) {
      throw new IllegalArgumentException(
          "inertia has principal moments " + Arrays.toString(m) + ": all must be positive");
    }
    if (m[0] + m[1] < m[2] * (1 - 1e-9)) {
      throw new IllegalArgumentException(
          "inertia has principal moments "
              + Arrays.toString(m)
              + ": the largest may not exceed the sum of the others");
    }
  }

  private static double[] principalMoments(
      double xx, double xy, double xz, double yy, double yz, double zz) {
    EigenDecomposition_F64<DMatrixRMaj> eig = DecompositionFactory_DDRM.eig(3, false, true);
    DMatrixRMaj tensor = new DMatrixRMaj(3, 3, true, xx, xy, xz, xy, yy, yz, xz, yz, zz);
    double[] m = {Double.NaN, Double.NaN, Double.NaN};
    if (eig.decompose(tensor)) {
      for (int i = 0; i < 3; i++) {
        m[i] = eig.getEigenvalue(i).getReal();
      }
    }
    Arrays.sort(m);
    return m;
  }
}
