package org.reins.robot.urdf;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Enlarges an inertia tensor that no rigid body has to one that a body can have. Many URDFs hold
 * such tensors: rounded, or of a link that was drawn as a point or as a rod. A rigid body has
 * principal moments a ≤ b ≤ c with a &gt; 0 and a + b ≥ c. The axes are kept, and no moment becomes
 * smaller: a filter that assumes too much inertia brakes earlier.
 */
final class PossibleInertia {
  private static final double ROUNDING = 1e-9;
  // Of the largest moment: what a moment that is not positive becomes.
  private static final double THIN = 1e-3;
  // For a point mass: a ball of this density, kg/m³.
  private static final double DENSITY = 1_000;

  private PossibleInertia() {}

  /**
   * The tensor, or the enlarged one.
   *
   * @param t xx, xy, xz, yy, yz, zz, about the centre of mass, kg·m²; not modified
   * @param mass kg
   * @return the same array if a rigid body can have it; otherwise a new one
   */
  static double[] of(double[] t, double mass) {
    EigenDecomposition_F64<DMatrixRMaj> eig = DecompositionFactory_DDRM.eig(3, true, true);
    DMatrixRMaj tensor =
        new DMatrixRMaj(3, 3, true, t[0], t[1], t[2], t[1], t[3], t[4], t[2], t[4], t[5]);
    if (!eig.decompose(tensor)) {
      return t;
    }
    double[] m = new double[3];
    int most = 0;
    for (int k = 0; k < 3; k++) {
      m[k] = eig.getEigenvalue(k).getReal();
      most = m[k] > m[most] ? k : most;
    }
    int a = (most + 1) % 3;
    int b = (most + 2) % 3;
    if (m[a] > 0 && m[b] > 0 && m[a] + m[b] >= m[most] * (1 - ROUNDING)) {
      return t;
    }
    if (!(m[most] > 0)) {
      double radius = Math.cbrt(3 * mass / (4 * Math.PI * DENSITY));
      double ball = 0.4 * mass * radius * radius;
      return new double[] {ball, 0, 0, ball, 0, ball};
    }
    m[a] = Math.max(m[a], THIN * m[most]);
    m[b] = Math.max(m[b], THIN * m[most]);
    double more = Math.max(0, m[most] * (1 + ROUNDING) - m[a] - m[b]) / 2;
    m[a] += more;
    m[b] += more;
    double[] enlarged = new double[6];
    for (int k = 0; k < 3; k++) {
      double[] v = eig.getEigenVector(k).getData();
      enlarged[0] += m[k] * v[0] * v[0];
      enlarged[1] += m[k] * v[0] * v[1];
      enlarged[2] += m[k] * v[0] * v[2];
      enlarged[3] += m[k] * v[1] * v[1];
      enlarged[4] += m[k] * v[1] * v[2];
      enlarged[5] += m[k] * v[2] * v[2];
    }
    return enlarged;
  }
}
