package org.reins.robot.model;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * An inertia tensor in its principal axes: I = R diag(a, b, c) Rᵀ.
 *
 * @param moments a, b and c, kg·m²
 * @param quaternion unit quaternion of R, w x y z
 */
public record PrincipalAxes(double[] moments, double[] quaternion) {
  /** Finds the axes, to machine precision. */
  public static PrincipalAxes of(Inertia t) {
    EigenDecomposition_F64<DMatrixRMaj> eig = DecompositionFactory_DDRM.eig(3, true, true);
    DMatrixRMaj tensor =
        new DMatrixRMaj(
            3, 3, true, t.xx(), t.xy(), t.xz(), t.xy(), t.yy(), t.yz(), t.xz(), t.yz(), t.zz());
    if (!eig.decompose(tensor)) {
      throw new IllegalArgumentException("inertia " + t + " has no principal axes");
    }
    double[] moments = new double[3];
    double[][] axes = new double[3][];
    for (int k = 0; k < 3; k++) {
      moments[k] = eig.getEigenvalue(k).getReal();
      axes[k] = eig.getEigenVector(k).getData();
    }
    // Eigenvectors do not define a handedness.
    axes[2] = cross(axes[0], axes[1]);
    return new PrincipalAxes(moments, quaternion(axes));
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  /**
   * The quaternion of the rotation whose columns are these axes. Each row of 4 q qᵀ is q times four
   * times one of its numbers. The longest row is used (Shepperd, 1978).
   */
  private static double[] quaternion(double[][] axes) {
    double xx = axes[0][0];
    double yy = axes[1][1];
    double zz = axes[2][2];
    double wx = axes[1][2] - axes[2][1];
    double wy = axes[2][0] - axes[0][2];
    double wz = axes[0][1] - axes[1][0];
    double xy = axes[0][1] + axes[1][0];
    double xz = axes[0][2] + axes[2][0];
    double yz = axes[1][2] + axes[2][1];
    double[][] rows = {
      {1 + xx + yy + zz, wx, wy, wz},
      {wx, 1 + xx - yy - zz, xy, xz},
      {wy, xy, 1 - xx + yy - zz, yz},
      {wz, xz, yz, 1 - xx - yy + zz}
    };
    int best = 0;
    for (int k = 1; k < 4; k++) {
      best = rows[k][k] > rows[best][best] ? k : best;
    }
    double[] q = rows[best];
    double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    for (int k = 0; k < 4; k++) {
      q[k] /= norm;
    }
    return q;
  }
}
