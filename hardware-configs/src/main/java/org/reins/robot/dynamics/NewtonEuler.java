package org.reins.robot.dynamics;

/**
 * The recursive Newton–Euler algorithm at q̈ = 0 without gravity: the Coriolis and centrifugal
 * torques of a tree (Featherstone, Rigid Body Dynamics Algorithms, 2008, section 5.3).
 *
 * <p>Outwards, each body's bias motion needs the force f = I a + v ×* I v, with v and a its
 * velocity and bias acceleration and I its own inertia. Inwards, the forces of the subtree behind a
 * joint add up, and their component along its motion axis is its torque. All are spatial vectors in
 * the axes of the base about its origin.
 *
 * <p>The numbers of body i start at index 3 i. The arrays are owned by this object and overwritten
 * by each round. Nothing allocates after construction.
 */
final class NewtonEuler {
  /** Coriolis and centrifugal torque c(q, q̇), length n, N·m. */
  final double[] coriolis;

  // Bias force of the subtree behind each joint: moment about the base's origin, N·m, and force, N.
  private final double[] torque;
  private final double[] force;

  private final int n;
  private final int[] parent;
  // Receives the sums over the whole tree; null for a fixed-base robot.
  private final BaseTerms base;
  // From the forward kinematics and the inertias, read only.
  private final double[] axis;
  private final double[] moment;
  private final double[] angular;
  private final double[] linear;
  private final double[] angularBias;
  private final double[] linearBias;
  private final double[] mass;
  private final double[] firstMoment;
  private final double[] tensor;

  /**
   * Allocates.
   *
   * @param kinematics provides the motions
   * @param inertia provides each body's own inertia, before it becomes a composite
   * @param base receives the force of the tree, null for a fixed base
   */
  NewtonEuler(
      KinematicTree tree, ForwardKinematics kinematics, CompositeInertia inertia, BaseTerms base) {
    this.base = base;
    n = tree.n;
    parent = tree.parent;
    axis = kinematics.axis;
    moment = kinematics.moment;
    angular = kinematics.angular;
    linear = kinematics.linear;
    angularBias = kinematics.angularBias;
    linearBias = kinematics.linearBias;
    mass = inertia.mass;
    firstMoment = inertia.firstMoment;
    tensor = inertia.tensor;
    coriolis = new double[n];
    torque = new double[3 * n];
    force = new double[3 * n];
  }

  /**
   * Computes c, after the motions and the inertias of all bodies, while the inertias are not yet
   * composites.
   */
  void update() {
    outward();
    inward();
  }

  /** Computes the force that the bias motion of each body needs. */
  private void outward() {
    for (int i = 0; i < n; i++) {
      int o = 3 * i;
      int t = 6 * i;
      double m = mass[i];
      double fx = firstMoment[o];
      double fy = firstMoment[o + 1];
      double fz = firstMoment[o + 2];
      double xx = tensor[t];
      double xy = tensor[t + 1];
      double xz = tensor[t + 2];
      double yy = tensor[t + 3];
      double yz = tensor[t + 4];
      double zz = tensor[t + 5];
      double wx = angular[o];
      double wy = angular[o + 1];
      double wz = angular[o + 2];
      double vx = linear[o];
      double vy = linear[o + 1];
      double vz = linear[o + 2];
      double hax = xx * wx + xy * wy + xz * wz + fy * vz - fz * vy;
      double hay = xy * wx + yy * wy + yz * wz + fz * vx - fx * vz;
      double haz = xz * wx + yz * wy + zz * wz + fx * vy - fy * vx;
      double hlx = m * vx + wy * fz - wz * fy;
      double hly = m * vy + wz * fx - wx * fz;
      double hlz = m * vz + wx * fy - wy * fx;
      double ax = angularBias[o];
      double ay = angularBias[o + 1];
      double az = angularBias[o + 2];
      double lx = linearBias[o];
      double ly = linearBias[o + 1];
      double lz = linearBias[o + 2];
      torque[o] =
          xx * ax + xy * ay + xz * az + fy * lz - fz * ly + wy * haz - wz * hay + vy * hlz
              - vz * hly;
      torque[o + 1] =
          xy * ax + yy * ay + yz * az + fz * lx - fx * lz + wz * hax - wx * haz + vz * hlx
              - vx * hlz;
      torque[o + 2] =
          xz * ax + yz * ay + zz * az + fx * ly - fy * lx + wx * hay - wy * hax + vx * hly
              - vy * hlx;
      force[o] = m * lx + ay * fz - az * fy + wy * hlz - wz * hly;
      force[o + 1] = m * ly + az * fx - ax * fz + wz * hlx - wx * hlz;
      force[o + 2] = m * lz + ax * fy - ay * fx + wx * hly - wy * hlx;
    }
  }

  /** Computes the torque c of each joint, then adds its force to that of the parent. */
  private void inward() {
    for (int i = n - 1; i >= 0; i--) {
      int o = 3 * i;
      coriolis[i] =
          axis[o] * torque[o]
              + axis[o + 1] * torque[o + 1]
              + axis[o + 2] * torque[o + 2]
              + moment[o] * force[o]
              + moment[o + 1] * force[o + 1]
              + moment[o + 2] * force[o + 2];
      int p = parent[i];
      if (p >= 0) {
        for (int k = 0; k < 3; k++) {
          torque[3 * p + k] += torque[o + k];
          force[3 * p + k] += force[o + k];
        }
      } else if (base != null) {
        for (int k = 0; k < 3; k++) {
          base.torque[k] += torque[o + k];
          base.force[k] += force[o + k];
        }
      }
    }
  }
}
