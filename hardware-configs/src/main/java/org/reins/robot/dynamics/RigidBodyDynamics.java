package org.reins.robot.dynamics;

import org.reins.robot.math.Rotations;
import org.reins.robot.model.RobotModel;

/**
 * Rigid-body dynamics of a fixed-base tree of joints, M(q) q̈ + c(q, q̇) + g(q) = τ, on arrays
 * allocated once.
 *
 * <p>Call {@link #update} with a state; the other methods then return values for that state until
 * the next call. The algorithms are {@link ForwardKinematics}, {@link CompositeInertia} for M and
 * g, and {@link NewtonEuler} for c. World is the base link frame, z up, gravity along −z.
 *
 * <p>Units follow the joints: rad and N·m where one turns, m and N where it slides; an element of M
 * is in kg·m², kg·m or kg. Lengths: n joints; matrices are row-major. Arrays returned are owned by
 * this object and overwritten by {@link #update}. Not thread-safe. Nothing allocates after
 * construction.
 */
public final class RigidBodyDynamics {
  /** Standard gravity, m/s². */
  public static final double GRAVITY = 9.80665;

  private final int n;
  private final KinematicTree tree;
  private final ForwardKinematics kinematics;
  private final CompositeInertia inertia;
  private final NewtonEuler newtonEuler;

  /** Prepares the dynamics of a robot with a fixed base. */
  public RigidBodyDynamics(RobotModel robot) {
    this(robot, null);
  }

  /**
   * Prepares the dynamics of a robot's joints.
   *
   * @param base the moving base of a legged robot, of {@link FloatingBaseDynamics}, with which this
   *     exchanges motion and sums; null for a fixed base
   */
  RigidBodyDynamics(RobotModel robot, BaseTerms base) {
    n = robot.dof();
    tree = new KinematicTree(robot);
    kinematics = new ForwardKinematics(tree, base);
    inertia = new CompositeInertia(tree, kinematics, base);
    newtonEuler = new NewtonEuler(tree, kinematics, inertia, base);
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
    double[] p = body < 0 ? xyz : Rotations.rotate(tree.linkToBody[body], xyz);
    return new BodyPoint(body, p[0], p[1], p[2]);
  }

  /**
   * Computes poses, velocities, M, c and g for a state.
   *
   * @param q joint positions, rad or m, length n, not modified
   * @param qd joint velocities, rad/s or m/s, length n, not modified
   */
  public void update(double[] q, double[] qd) {
    kinematics.update(q, qd);
    inertia.begin();
    // It needs each body's own inertia, before the composites are formed.
    newtonEuler.update();
    inertia.update();
  }

  /** Mass matrix M, n×n. */
  public double[] massMatrix() {
    return inertia.massMatrix;
  }

  /** Coriolis and centrifugal torque c(q, q̇), length n, N·m or N. */
  public double[] coriolis() {
    return newtonEuler.coriolis;
  }

  /** Gravity torque g(q), length n, N·m or N: the effort that holds the robot still. */
  public double[] gravity() {
    return inertia.gravity;
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
    final double[] origin = kinematics.origin;
    final double[] rotation = kinematics.rotation;
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
    final double[] axis = kinematics.axis;
    final double[] moment = kinematics.moment;
    final int[] parent = tree.parent;
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
   * Angular Jacobian of a body, ω = J q̇, in world axes.
   *
   * @param body index of the body, −1 for the base
   * @param jacobian 3×n, overwritten
   */
  public void angularJacobian(int body, double[] jacobian) {
    final double[] axis = kinematics.axis;
    final int[] parent = tree.parent;
    for (int k = 0; k < 3 * n; k++) {
      jacobian[k] = 0;
    }
    for (int j = body; j >= 0; j = parent[j]) {
      for (int k = 0; k < 3; k++) {
        jacobian[k * n + j] = axis[3 * j + k];
      }
    }
  }

  /**
   * One direction of the position Jacobian, nᵀ J, with 6 products per joint: n·(z × p) = z·(p × n).
   *
   * @param world position of the point as {@link #position} gives it, m, not modified
   * @param nx first component of the direction n, world axes
   * @param ny second component
   * @param nz third component
   * @param row n numbers, overwritten
   */
  public void jacobianAlong(
      BodyPoint p, double[] world, double nx, double ny, double nz, double[] row) {
    final double[] axis = kinematics.axis;
    final double[] moment = kinematics.moment;
    final int[] parent = tree.parent;
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
   * @param biasAcceleration m/s², length 3, overwritten: the acceleration at q̈ = 0
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
    final double[] angular = kinematics.angular;
    final double[] linear = kinematics.linear;
    final double[] angularBias = kinematics.angularBias;
    final double[] linearBias = kinematics.linearBias;
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
    final double[] massMatrix = inertia.massMatrix;
    double e = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        e += qd[i] * massMatrix[i * n + j] * qd[j];
      }
    }
    return e / 2;
  }
}
