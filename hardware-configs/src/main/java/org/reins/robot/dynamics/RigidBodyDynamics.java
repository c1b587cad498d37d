package org.reins.robot.dynamics;

import org.reins.robot.math.Rotations;
import org.reins.robot.model.Inertia;
import org.reins.robot.model.Joint;
import org.reins.robot.model.Link;
import org.reins.robot.model.RobotModel;

/**
 * Rigid-body dynamics of a fixed-base tree of revolute joints, M(q) q̈ + c(q, q̇) + g(q) = τ, on
 * arrays allocated once.
 *
 * <p>Call {@link #update} with a state; the other methods then answer for that state until the next
 * call. Spatial quantities are written in world axes about the world origin, so that inertias of
 * bodies add without transforms (composite-rigid-body algorithm and recursive Newton–Euler,
 * Featherstone, Rigid Body Dynamics Algorithms, 2008, chapters 5 and 6). World is the base link
 * frame, z up, gravity along −z.
 *
 * <p>Lengths: n joints; matrices are row-major. Arrays returned are owned by this object and
 * overwritten by {@link #update}. Not thread-safe. Nothing allocates after construction.
 */
public final class RigidBodyDynamics {
  /** Standard gravity, m/s². */
  public static final double GRAVITY = 9.80665;

  private final int n;
  private final int[] parent;
  // Joint placement on the parent body; body axes are turned so that the joint axis is z.
  private final double[][] placementRotation;
  private final double[][] placementOrigin;
  private final double[][] linkToBody;
  private final double[] rotorInertia;
  private final double[] mass;
  private final double[][] com;
  private final double[][] inertia;

  // Pose of each body: rotation (9, row-major) and origin (3).
  private final double[] rotation;
  private final double[] origin;
  // Motion axis of each joint about the world origin: angular part z, linear part m = p × z.
  private final double[] axis;
  private final double[] moment;
  // Velocity and bias acceleration (q̈ = 0) of each body about the world origin.
  private final double[] angular;
  private final double[] linear;
  private final double[] angularBias;
  private final double[] linearBias;
  // Composite inertia: mass, first moment (3), tensor about the origin (6: xx xy xz yy yz zz).
  private final double[] compositeMass;
  private final double[] firstMoment;
  private final double[] tensor;
  // Bias force of the subtree about the origin.
  private final double[] torque;
  private final double[] force;

  private final double[] massMatrix;
  private final double[] coriolis;
  private final double[] gravity;
  // The moving base of a legged robot, null for a robot bolted down: FloatingBaseDynamics.
  private final BaseTerms base;
  private final double[] scratch = new double[9];

  /** Prepares the dynamics of a robot, its base held still. */
  public RigidBodyDynamics(RobotModel robot) {
    this(robot, null);
  }

  RigidBodyDynamics(RobotModel robot, BaseTerms base) {
    this.base = base;
    n = robot.dof();
    parent = new int[n];
    placementRotation = new double[n][];
    placementOrigin = new double[n][];
    linkToBody = new double[n][];
    rotorInertia = new double[n];
    mass = new double[n];
    com = new double[n][];
    inertia = new double[n][];
    for (int i = 0; i < n; i++) {
      Joint joint = robot.joints().get(i);
      Link link = robot.links().get(i);
      parent[i] = robot.bodyOf(joint.parent());
      double[] align = Rotations.rotationTakingZTo(joint.axis());
      double[] parentAlign = parent[i] < 0 ? Rotations.identity() : linkToBody[parent[i]];
      placementRotation[i] =
          Rotations.multiply(
              parentAlign, Rotations.multiply(Rotations.fromRpy(joint.rpy()), align));
      placementOrigin[i] = Rotations.rotate(parentAlign, joint.xyz());
      linkToBody[i] = Rotations.transpose(align);
      rotorInertia[i] = joint.rotorInertia();
      mass[i] = link.mass();
      com[i] = Rotations.rotate(linkToBody[i], link.com());
      Inertia j = link.inertia();
      double[] tensorInLink = {
        j.xx(), j.xy(), j.xz(), j.xy(), j.yy(), j.yz(), j.xz(), j.yz(), j.zz()
      };
      inertia[i] = Rotations.multiply(Rotations.multiply(linkToBody[i], tensorInLink), align);
    }
    rotation = new double[9 * n];
    origin = new double[3 * n];
    axis = new double[3 * n];
    moment = new double[3 * n];
    angular = new double[3 * n];
    linear = new double[3 * n];
    angularBias = new double[3 * n];
    linearBias = new double[3 * n];
    compositeMass = new double[n];
    firstMoment = new double[3 * n];
    tensor = new double[6 * n];
    torque = new double[3 * n];
    force = new double[3 * n];
    massMatrix = new double[n * n];
    coriolis = new double[n];
    gravity = new double[n];
  }

  /** Number of joints n. */
  public int dof() {
    return n;
  }

  /**
   * A point fixed to a link.
   *
   * @param body index of the link's body, −1 for the base
   * @param xyz coordinates in the link frame of the robot file, m
   */
  public BodyPoint point(int body, double[] xyz) {
    double[] p = body < 0 ? xyz : Rotations.rotate(linkToBody[body], xyz);
    return new BodyPoint(body, p[0], p[1], p[2]);
  }

  /**
   * Computes poses, velocities, M, c and g for a state.
   *
   * @param q joint positions, rad, length n, not modified
   * @param qd joint velocities, rad/s, length n, not modified
   */
  public void update(double[] q, double[] qd) {
    for (int i = 0; i < n; i++) {
      place(i, q[i]);
      move(i, qd[i]);
      weigh(i);
    }
    for (int i = n - 1; i >= 0; i--) {
      project(i);
      if (parent[i] >= 0) {
        addToParent(i, parent[i]);
      } else if (base != null) {
        addToBase(i);
      }
    }
  }

  /** Mass matrix M, n×n, kg·m². */
  public double[] massMatrix() {
    return massMatrix;
  }

  /** Coriolis and centrifugal torque c(q, q̇), length n, N·m. */
  public double[] coriolis() {
    return coriolis;
  }

  /** Gravity torque g(q), length n, N·m: what holds the robot still. */
  public double[] gravity() {
    return gravity;
  }

  /**
   * World position of a point.
   *
   * @param out m, length ≥ 3, overwritten
   */
  public void position(BodyPoint p, double[] out) {
    int b = p.body();
    if (b < 0) {
      out[0] = p.x();
      out[1] = p.y();
      out[2] = p.z();
      return;
    }
    int r = 9 * b;
    int o = 3 * b;
    out[0] = origin[o] + rotation[r] * p.x() + rotation[r + 1] * p.y() + rotation[r + 2] * p.z();
    out[1] =
        origin[o + 1] + rotation[r + 3] * p.x() + rotation[r + 4] * p.y() + rotation[r + 5] * p.z();
    out[2] =
        origin[o + 2] + rotation[r + 6] * p.x() + rotation[r + 7] * p.y() + rotation[r + 8] * p.z();
  }

  /**
   * Position Jacobian of a point, ṗ = J q̇, in world axes.
   *
   * @param world position of the point as {@link #position} gives it, m, not modified
   * @param jacobian 3×n, overwritten
   */
  public void jacobian(BodyPoint p, double[] world, double[] jacobian) {
    for (int k = 0; k < 3 * n; k++) {
      jacobian[k] = 0;
    }
    for (int j = p.body(); j >= 0; j = parent[j]) {
      int o = 3 * j;
      jacobian[j] = moment[o] + axis[o + 1] * world[2] - axis[o + 2] * world[1];
      jacobian[n + j] = moment[o + 1] + axis[o + 2] * world[0] - axis[o] * world[2];
      jacobian[2 * n + j] = moment[o + 2] + axis[o] * world[1] - axis[o + 1] * world[0];
    }
  }

  /**
   * One direction of the position Jacobian, nᵀ J, with 6 products a joint: n·(z × p) = z·(p × n).
   *
   * @param world position of the point as {@link #position} gives it, m, not modified
   * @param nx first component of the direction n, world axes
   * @param ny second component
   * @param nz third component
   * @param row n numbers, overwritten
   */
  public void jacobianAlong(
      BodyPoint p, double[] world, double nx, double ny, double nz, double[] row) {
    double tx = world[1] * nz - world[2] * ny;
    double ty = world[2] * nx - world[0] * nz;
    double tz = world[0] * ny - world[1] * nx;
    for (int j = 0; j < n; j++) {
      row[j] = 0;
    }
    for (int j = p.body(); j >= 0; j = parent[j]) {
      int o = 3 * j;
      row[j] =
          moment[o] * nx
              + moment[o + 1] * ny
              + moment[o + 2] * nz
              + axis[o] * tx
              + axis[o + 1] * ty
              + axis[o + 2] * tz;
    }
  }

  /**
   * Velocity and bias acceleration J̇ q̇ of a point, in world axes.
   *
   * @param world position of the point, m, not modified
   * @param velocity m/s, length 3, overwritten
   * @param biasAcceleration m/s², length 3, overwritten: the acceleration when q̈ = 0
   */
  public void motion(BodyPoint p, double[] world, double[] velocity, double[] biasAcceleration) {
    int b = p.body();
    if (b < 0) {
      for (int k = 0; k < 3; k++) {
        velocity[k] = 0;
        biasAcceleration[k] = 0;
      }
      return;
    }
    int o = 3 * b;
    double wx = angular[o];
    double wy = angular[o + 1];
    double wz = angular[o + 2];
    double vx = linear[o] + wy * world[2] - wz * world[1];
    double vy = linear[o + 1] + wz * world[0] - wx * world[2];
    double vz = linear[o + 2] + wx * world[1] - wy * world[0];
    velocity[0] = vx;
    velocity[1] = vy;
    velocity[2] = vz;
    double ax = angularBias[o];
    double ay = angularBias[o + 1];
    double az = angularBias[o + 2];
    biasAcceleration[0] = linearBias[o] + ay * world[2] - az * world[1] + wy * vz - wz * vy;
    biasAcceleration[1] = linearBias[o + 1] + az * world[0] - ax * world[2] + wz * vx - wx * vz;
    biasAcceleration[2] = linearBias[o + 2] + ax * world[1] - ay * world[0] + wx * vy - wy * vx;
  }

  /** Kinetic energy ½ q̇ᵀ M q̇ of the state of the last {@link #update}, J. */
  public double kineticEnergy(double[] qd) {
    double e = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        e += qd[i] * massMatrix[i * n + j] * qd[j];
      }
    }
    return e / 2;
  }

  /** Pose of body i: R = R_parent R_placement Rot_z(q). */
  private void place(int i, double q) {
    double[] r = placementRotation[i];
    double[] x = placementOrigin[i];
    double[] a = scratch;
    int o = 3 * i;
    int m = 9 * i;
    int p = parent[i];
    if (p < 0) {
      System.arraycopy(r, 0, a, 0, 9);
      origin[o] = x[0];
      origin[o + 1] = x[1];
      origin[o + 2] = x[2];
    } else {
      int pr = 9 * p;
      for (int row = 0; row < 3; row++) {
        double r0 = rotation[pr + 3 * row];
        double r1 = rotation[pr + 3 * row + 1];
        double r2 = rotation[pr + 3 * row + 2];
        a[3 * row] = r0 * r[0] + r1 * r[3] + r2 * r[6];
        a[3 * row + 1] = r0 * r[1] + r1 * r[4] + r2 * r[7];
        a[3 * row + 2] = r0 * r[2] + r1 * r[5] + r2 * r[8];
        origin[o + row] = origin[3 * p + row] + r0 * x[0] + r1 * x[1] + r2 * x[2];
      }
    }
    double c = Math.cos(q);
    double s = Math.sin(q);
    for (int row = 0; row < 3; row++) {
      double a0 = a[3 * row];
      double a1 = a[3 * row + 1];
      double a2 = a[3 * row + 2];
      rotation[m + 3 * row] = c * a0 + s * a1;
      rotation[m + 3 * row + 1] = c * a1 - s * a0;
      rotation[m + 3 * row + 2] = a2;
      axis[o + row] = a2;
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

  /**
   * Inertia of body i about the world origin, and the force f = I a + v ×* I v that its bias motion
   * needs.
   */
  private void weigh(int i) {
    int o = 3 * i;
    int r = 9 * i;
    int t = 6 * i;
    double[] c = com[i];
    double m = mass[i];
    double cx = origin[o] + rotation[r] * c[0] + rotation[r + 1] * c[1] + rotation[r + 2] * c[2];
    double cy =
        origin[o + 1] + rotation[r + 3] * c[0] + rotation[r + 4] * c[1] + rotation[r + 5] * c[2];
    double cz =
        origin[o + 2] + rotation[r + 6] * c[0] + rotation[r + 7] * c[1] + rotation[r + 8] * c[2];
    double fx = m * cx;
    double fy = m * cy;
    double fz = m * cz;
    compositeMass[i] = m;
    firstMoment[o] = fx;
    firstMoment[o + 1] = fy;
    firstMoment[o + 2] = fz;

    // R I, then (R I) Rᵀ, upper triangle.
    double[] j = inertia[i];
    double[] ri = scratch;
    for (int row = 0; row < 3; row++) {
      double r0 = rotation[r + 3 * row];
      double r1 = rotation[r + 3 * row + 1];
      double r2 = rotation[r + 3 * row + 2];
      ri[3 * row] = r0 * j[0] + r1 * j[3] + r2 * j[6];
      ri[3 * row + 1] = r0 * j[1] + r1 * j[4] + r2 * j[7];
      ri[3 * row + 2] = r0 * j[2] + r1 * j[5] + r2 * j[8];
    }
    double xx =
        ri[0] * rotation[r] + ri[1] * rotation[r + 1] + ri[2] * rotation[r + 2] + fy * cy + fz * cz;
    double xy =
        ri[0] * rotation[r + 3] + ri[1] * rotation[r + 4] + ri[2] * rotation[r + 5] - fx * cy;
    double xz =
        ri[0] * rotation[r + 6] + ri[1] * rotation[r + 7] + ri[2] * rotation[r + 8] - fx * cz;
    double yy =
        ri[3] * rotation[r + 3]
            + ri[4] * rotation[r + 4]
            + ri[5] * rotation[r + 5]
            + fx * cx
            + fz * cz;
    double yz =
        ri[3] * rotation[r + 6] + ri[4] * rotation[r + 7] + ri[5] * rotation[r + 8] - fy * cz;
    double zz =
        ri[6] * rotation[r + 6]
            + ri[7] * rotation[r + 7]
            + ri[8] * rotation[r + 8]
            + fx * cx
            + fy * cy;
    tensor[t] = xx;
    tensor[t + 1] = xy;
    tensor[t + 2] = xz;
    tensor[t + 3] = yy;
    tensor[t + 4] = yz;
    tensor[t + 5] = zz;

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
        xx * ax + xy * ay + xz * az + fy * lz - fz * ly + wy * haz - wz * hay + vy * hlz - vz * hly;
    torque[o + 1] =
        xy * ax + yy * ay + yz * az + fz * lx - fx * lz + wz * hax - wx * haz + vz * hlx - vx * hlz;
    torque[o + 2] =
        xz * ax + yz * ay + zz * az + fx * ly - fy * lx + wx * hay - wy * hax + vx * hly - vy * hlx;
    force[o] = m * lx + ay * fz - az * fy + wy * hlz - wz * hly;
    force[o + 1] = m * ly + az * fx - ax * fz + wz * hlx - wx * hlz;
    force[o + 2] = m * lz + ax * fy - ay * fx + wx * hly - wy * hlx;
  }

  /** Row i of M, and c and g of joint i, from the composite of its subtree. */
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
    double m = compositeMass[i];
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
    massMatrix[i * n + i] += rotorInertia[i];
    coriolis[i] =
        zx * torque[o]
            + zy * torque[o + 1]
            + zz * torque[o + 2]
            + mx * force[o]
            + my * force[o + 1]
            + mz * force[o + 2];
    if (base == null) {
      // Holding against weight: −S·(mc × g, m g) with g = (0, 0, −GRAVITY).
      gravity[i] = GRAVITY * (zx * fy - zy * fx + mz * m);
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

  private void addToBase(int i) {
    base.mass += compositeMass[i];
    for (int k = 0; k < 3; k++) {
      base.firstMoment[k] += firstMoment[3 * i + k];
      base.torque[k] += torque[3 * i + k];
      base.force[k] += force[3 * i + k];
    }
    for (int k = 0; k < 6; k++) {
      base.tensor[k] += tensor[6 * i + k];
    }
  }

  private void addToParent(int i, int p) {
    compositeMass[p] += compositeMass[i];
    for (int k = 0; k < 3; k++) {
      firstMoment[3 * p + k] += firstMoment[3 * i + k];
      torque[3 * p + k] += torque[3 * i + k];
      force[3 * p + k] += force[3 * i + k];
    }
    for (int k = 0; k < 6; k++) {
      tensor[6 * p + k] += tensor[6 * i + k];
    }
  }
}
