package org.reins.robot.dynamics;

/**
 * Forward kinematics of a {@link KinematicTree}: from joint positions and velocities the pose of
 * each body, the motion axis of each joint, and the velocity and bias acceleration of each body,
 * from the base outwards.
 *
 * <p>Poses are in the axes of the base. Motions are spatial vectors in these axes about the base's
 * origin, an angular and a linear part, so that they add from body to body without transforms
 * (Featherstone, Rigid Body Dynamics Algorithms, 2008, chapters 2 and 4; the recursion of
 * velocities and accelerations is that of section 5.3). The bias acceleration is the one at q̈ = 0,
 * without gravity.
 *
 * <p>The numbers of body i start at index 3 i, or 9 i for rotations. The arrays are owned by this
 * object and overwritten by {@link #update}; other classes only read them. Nothing allocates after
 * construction.
 */
final class ForwardKinematics {
  /** Rotation of each body to base axes, 9 numbers, row-major. */
  final double[] rotation;

  /** Origin of each body, m. */
  final double[] origin;

  /** Motion axis of each joint, angular part: z, or 0 for a joint that slides. */
  final double[] axis;

  /**
   * Motion axis of each joint, linear part: p × z with p on the axis, m, or z itself for a joint
   * that slides.
   */
  final double[] moment;

  /** Angular velocity of each body, rad/s. */
  final double[] angular;

  /** Linear velocity of each body at the point that coincides with the base's origin, m/s. */
  final double[] linear;

  /** Angular bias acceleration of each body, rad/s². */
  final double[] angularBias;

  /** Linear bias acceleration of each body, spatial, m/s². */
  final double[] linearBias;

  private final int n;
  private final KinematicTree tree;
  private final int[] parent;
  // The moving base of a legged robot, null for a fixed-base robot.
  private final BaseTerms base;

  /**
   * Allocates.
   *
   * @param base provides the velocity of the root, null for a fixed base
   */
  ForwardKinematics(KinematicTree tree, BaseTerms base) {
    this.tree = tree;
    this.base = base;
    parent = tree.parent;
    n = tree.n;
    rotation = new double[9 * n];
    origin = new double[3 * n];
    axis = new double[3 * n];
    moment = new double[3 * n];
    angular = new double[3 * n];
    linear = new double[3 * n];
    angularBias = new double[3 * n];
    linearBias = new double[3 * n];
  }

  /**
   * Computes poses and motions of all bodies.
   *
   * @param q joint positions, rad or m, length n, not modified
   * @param qd joint velocities, rad/s or m/s, length n, not modified
   */
  void update(double[] q, double[] qd) {
    for (int i = 0; i < n; i++) {
      place(i, q[i]);
      move(i, qd[i]);
    }
  }

  /** Pose of body i: R = R_parent R_placement Rot_z(q), or moved along z by q. */
  private void place(int i, double q) {
    double[] r = tree.placementRotation[i];
    double[] x = tree.placementOrigin[i];
    int o = 3 * i;
    int m = 9 * i;
    int p = parent[i];
    boolean slides = tree.slides[i];
    double c = slides ? 1 : Math.cos(q);
    double s = slides ? 0 : Math.sin(q);
    for (int row = 0; row < 3; row++) {
      // A row of R_parent R_placement.
      double a0;
      double a1;
      double a2;
      if (p < 0) {
        a0 = r[3 * row];
        a1 = r[3 * row + 1];
        a2 = r[3 * row + 2];
        origin[o + row] = x[row];
      } else {
        double r0 = rotation[9 * p + 3 * row];
        double r1 = rotation[9 * p + 3 * row + 1];
        double r2 = rotation[9 * p + 3 * row + 2];
        a0 = r0 * r[0] + r1 * r[3] + r2 * r[6];
        a1 = r0 * r[1] + r1 * r[4] + r2 * r[7];
        a2 = r0 * r[2] + r1 * r[5] + r2 * r[8];
        origin[o + row] = origin[3 * p + row] + r0 * x[0] + r1 * x[1] + r2 * x[2];
      }
      rotation[m + 3 * row] = c * a0 + s * a1;
      rotation[m + 3 * row + 1] = c * a1 - s * a0;
      rotation[m + 3 * row + 2] = a2;
      axis[o + row] = a2;
    }
    if (slides) {
      for (int row = 0; row < 3; row++) {
        origin[o + row] += q * axis[o + row];
        moment[o + row] = axis[o + row];
        axis[o + row] = 0;
      }
      return;
    }
    moment[o] = origin[o + 1] * axis[o + 2] - origin[o + 2] * axis[o + 1];
    moment[o + 1] = origin[o + 2] * axis[o] - origin[o] * axis[o + 2];
    moment[o + 2] = origin[o] * axis[o + 1] - origin[o + 1] * axis[o];
  }

  /** Velocity v = v_parent + S q̇ and bias acceleration a = a_parent + v × S q̇ of body i. */
  private void move(int i, double qd) {
    int o = 3 * i;
    double zx = axis[o] * qd;
    double zy = axis[o + 1] * qd;
    double zz = axis[o + 2] * qd;
    double mx = moment[o] * qd;
    double my = moment[o + 1] * qd;
    double mz = moment[o + 2] * qd;
    double wx = zx;
    double wy = zy;
    double wz = zz;
    double vx = mx;
    double vy = my;
    double vz = mz;
    double bx = 0;
    double by = 0;
    double bz = 0;
    double lx = 0;
    double ly = 0;
    double lz = 0;
    if (parent[i] >= 0) {
      int p = 3 * parent[i];
      wx += angular[p];
      wy += angular[p + 1];
      wz += angular[p + 2];
      vx += linear[p];
      vy += linear[p + 1];
      vz += linear[p + 2];
      bx = angularBias[p];
      by = angularBias[p + 1];
      bz = angularBias[p + 2];
      lx = linearBias[p];
      ly = linearBias[p + 1];
      lz = linearBias[p + 2];
    } else if (base != null) {
      wx += base.angular[0];
      wy += base.angular[1];
      wz += base.angular[2];
      vx += base.linear[0];
      vy += base.linear[1];
      vz += base.linear[2];
    }
    angular[o] = wx;
    angular[o + 1] = wy;
    angular[o + 2] = wz;
    linear[o] = vx;
    linear[o + 1] = vy;
    linear[o + 2] = vz;
    angularBias[o] = bx + wy * zz - wz * zy;
    angularBias[o + 1] = by + wz * zx - wx * zz;
    angularBias[o + 2] = bz + wx * zy - wy * zx;
    linearBias[o] = lx + wy * mz - wz * my + vy * zz - vz * zy;
    linearBias[o + 1] = ly + wz * mx - wx * mz + vz * zx - vx * zz;
    linearBias[o + 2] = lz + wx * my - wy * mx + vx * zy - vy * zx;
  }
}
