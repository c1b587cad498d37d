package org.reins.robot.math;

/** Rotations as 9 numbers, row-major. For one-time preparation: every call makes a new array. */
public final class Rotations {
  private Rotations() {}

  public static double[] identity() {
    return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
  }

  /** R = Rz(yaw) Ry(pitch) Rx(roll), row-major. */
  public static double[] fromRpy(double[] rpy) {
    double cr = Math.cos(rpy[0]);
    double sr = Math.sin(rpy[0]);
    double cp = Math.cos(rpy[1]);
    double sp = Math.sin(rpy[1]);
    double cy = Math.cos(rpy[2]);
    double sy = Math.sin(rpy[2]);
    return new double[] {
      cy * cp,
      cy * sp * sr - sy * cr,
      cy * sp * cr + sy * sr,
      sy * cp,
      sy * sp * sr + cy * cr,
      sy * sp * cr - cy * sr,
      -sp,
      cp * sr,
      cp * cr
    };
  }

  /**
   * A rotation whose third column is the axis. If the axis is z, it is the identity, so that
   * nothing is rounded.
   */
  public static double[] rotationTakingZTo(double[] z) {
    if (z[0] == 0 && z[1] == 0 && z[2] == 1) {
      return identity();
    }
    double[] helper = Math.abs(z[0]) < 0.5 ? new double[] {1, 0, 0} : new double[] {0, 1, 0};
    double[] y = cross(z, helper);
    double norm = Math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2]);
    for (int k = 0; k < 3; k++) {
      y[k] /= norm;
    }
    double[] x = cross(y, z);
    return new double[] {x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  public static double[] transpose(double[] a) {
    return new double[] {a[0], a[3], a[6], a[1], a[4], a[7], a[2], a[5], a[8]};
  }

  public static double[] rotate(double[] a, double[] v) {
    return new double[] {
      a[0] * v[0] + a[1] * v[1] + a[2] * v[2],
      a[3] * v[0] + a[4] * v[1] + a[5] * v[2],
      a[6] * v[0] + a[7] * v[1] + a[8] * v[2]
    };
  }

  public static double[] multiply(double[] a, double[] b) {
    double[] c = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        c[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
      }
    }
    return c;
  }
}
