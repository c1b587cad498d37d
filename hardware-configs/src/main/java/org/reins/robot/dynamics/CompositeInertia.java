package org.reins.robot.dynamics;

/**
 * The composite-rigid-body algorithm: the mass matrix of a tree, from the inertia of the subtree
 * behind each joint (Featherstone, Rigid Body Dynamics Algorithms, 2008, section 6.2). Gravity
 * torques are computed with it, because they need only the mass and the first moment of the same
 * composites.
 *
 * <p>Inertias are in the axes of the base about its origin, so that those of bodies add without
 * transforms. With S_i the motion axis of joint i and I_i its composite, M_ij = S_j · I_i S_i for
 * each joint j on the way from i to the base. Between joints of two branches M stays zero.
 *
 * <p>The numbers of body i start at index i, 3 i or 6 i. The arrays are owned by this object and
 * overwritten by each round; other classes only read them. Nothing allocates after construction.
 */
final class CompositeInertia {
  /** Mass of each composite, kg. */
  final double[] mass;

  /** First moment of each composite: mass times centre of mass, kg·m. */
  final double[] firstMoment;

  /** Tensor of each composite, kg·m²: xx xy xz yy yz zz. */
  final double[] tensor;

  /** Mass matrix M, n×n, row-major, kg·m². */
  final double[] massMatrix;

  /** Gravity torque g, length n, N·m: the torque that holds the robot still. */
  final double[] gravity;

  private final int n;
  private final KinematicTree tree;
  private final int[] parent;
  // Receives the sums over the whole tree; null for a fixed-base robot.
  private final BaseTerms base;
  // From the forward kinematics, read only.
  private final double[] rotation;
  private final double[] origin;
  private final double[] axis;
  private final double[] moment;

  /**
   * Allocates.
   *
   * @param kinematics provides poses and motion axes
   * @param base receives the inertia of the tree, null for a fixed base
   */
  CompositeInertia(KinematicTree tree, ForwardKinematics kinematics, BaseTerms base) {
    this.tree = tree;
    this.base = base;
    n = tree.n;
    parent = tree.parent;
    rotation = kinematics.rotation;
    origin = kinematics.origin;
    axis = kinematics.axis;
    moment = kinematics.moment;
    mass = new double[n];
    firstMoment = new double[3 * n];
    tensor = new double[6 * n];
    massMatrix = new double[n * n];
    gravity = new double[n];
  }

  /** Starts each composite with its body alone, after the poses of all bodies. */
  void begin() {
    for (int i = 0; i < n; i++) {
      weigh(i);
    }
  }

  /** The inertia of body i alone. */
  private void weigh(int i) {
    int o = 3 * i;
    int r = 9 * i;
    int t = 6 * i;
    double r0 = rotation[r];
    double r1 = rotation[r + 1];
    double r2 = rotation[r + 2];
    double r3 = rotation[r + 3];
    double r4 = rotation[r + 4];
    double r5 = rotation[r + 5];
    double r6 = rotation[r + 6];
    double r7 = rotation[r + 7];
    double r8 = rotation[r + 8];
    double[] c = tree.com[i];
    double m = tree.mass[i];
    double cx = origin[o] + r0 * c[0] + r1 * c[1] + r2 * c[2];
    double cy = origin[o + 1] + r3 * c[0] + r4 * c[1] + r5 * c[2];
    double cz = origin[o + 2] + r6 * c[0] + r7 * c[1] + r8 * c[2];
    double fx = m * cx;
    double fy = m * cy;
    double fz = m * cz;
    mass[i] = m;
    firstMoment[o] = fx;
    firstMoment[o + 1] = fy;
    firstMoment[o + 2] = fz;

    // R I, then (R I) Rᵀ, upper triangle, moved to the origin.
    double[] j = tree.inertia[i];
    double a0 = r0 * j[0] + r1 * j[3] + r2 * j[6];
    double a1 = r0 * j[1] + r1 * j[4] + r2 * j[7];
    double a2 = r0 * j[2] + r1 * j[5] + r2 * j[8];
    double a3 = r3 * j[0] + r4 * j[3] + r5 * j[6];
    double a4 = r3 * j[1] + r4 * j[4] + r5 * j[7];
    double a5 = r3 * j[2] + r4 * j[5] + r5 * j[8];
    double a6 = r6 * j[0] + r7 * j[3] + r8 * j[6];
    double a7 = r6 * j[1] + r7 * j[4] + r8 * j[7];
    double a8 = r6 * j[2] + r7 * j[5] + r8 * j[8];
    tensor[t] = a0 * r0 + a1 * r1 + a2 * r2 + fy * cy + fz * cz;
    tensor[t + 1] = a0 * r3 + a1 * r4 + a2 * r5 - fx * cy;
    tensor[t + 2] = a0 * r6 + a1 * r7 + a2 * r8 - fx * cz;
    tensor[t + 3] = a3 * r3 + a4 * r4 + a5 * r5 + fx * cx + fz * cz;
    tensor[t + 4] = a3 * r6 + a4 * r7 + a5 * r8 - fy * cz;
    tensor[t + 5] = a6 * r6 + a7 * r7 + a8 * r8 + fx * cx + fy * cy;
  }

  /**
   * Computes M and g, adding each composite to that of its parent once its joint has been
   * processed.
   */
  void update() {
    for (int i = n - 1; i >= 0; i--) {
      project(i);
      if (parent[i] >= 0) {
        addToParent(i, parent[i]);
      } else if (base != null) {
        addToBase(i);
      }
    }
  }

  /** Row i of M, and g of joint i, from its composite. */
  private void project(int i) {
    int o = 3 * i;
    int t = 6 * i;
    double zx = axis[o];
    double zy = axis[o + 1];
    double zz = axis[o + 2];
    double mx = moment[o];
    double my = moment[o + 1];
    double mz = moment[o + 2];
    double fx = firstMoment[o];
    double fy = firstMoment[o + 1];
    double fz = firstMoment[o + 2];
    double m = mass[i];
    double ax = tensor[t] * zx + tensor[t + 1] * zy + tensor[t + 2] * zz + fy * mz - fz * my;
    double ay = tensor[t + 1] * zx + tensor[t + 3] * zy + tensor[t + 4] * zz + fz * mx - fx * mz;
    double az = tensor[t + 2] * zx + tensor[t + 4] * zy + tensor[t + 5] * zz + fx * my - fy * mx;
    double lx = m * mx + zy * fz - zz * fy;
    double ly = m * my + zz * fx - zx * fz;
    double lz = m * mz + zx * fy - zy * fx;
    for (int j = i; j >= 0; j = parent[j]) {
      int p = 3 * j;
      double mij =
          axis[p] * ax
              + axis[p + 1] * ay
              + axis[p + 2] * az
              + moment[p] * lx
              + moment[p + 1] * ly
              + moment[p + 2] * lz;
      massMatrix[i * n + j] = mij;
      massMatrix[j * n + i] = mij;
    }
    massMatrix[i * n + i] += tree.rotorInertia[i];
    if (base == null) {
      // Gravity compensation: −S·(mc × g, m g) with g = (0, 0, −GRAVITY).
      gravity[i] = RigidBodyDynamics.GRAVITY * (zx * fy - zy * fx + mz * m);
      return;
    }
    double[] g = base.gravity;
    gravity[i] =
        -(zx * (fy * g[2] - fz * g[1])
            + zy * (fz * g[0] - fx * g[2])
            + zz * (fx * g[1] - fy * g[0])
            + m * (mx * g[0] + my * g[1] + mz * g[2]));
    base.column(i, ax, ay, az, lx, ly, lz);
  }

  private void addToParent(int i, int p) {
    mass[p] += mass[i];
    for (int k = 0; k < 3; k++) {
      firstMoment[3 * p + k] += firstMoment[3 * i + k];
    }
    for (int k = 0; k < 6; k++) {
      tensor[6 * p + k] += tensor[6 * i + k];
    }
  }

  private void addToBase(int i) {
    base.mass += mass[i];
    for (int k = 0; k < 3; k++) {
      base.firstMoment[k] += firstMoment[3 * i + k];
    }
    for (int k = 0; k < 6; k++) {
      base.tensor[k] += tensor[6 * i + k];
    }
  }
}
