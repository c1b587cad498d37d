package org.reins.robot.dynamics;

import org.reins.robot.model.FloatingBase;
import org.reins.robot.model.RobotModel;

/**
 * Rigid-body dynamics of a legged robot, H(q) ν̇ + b(q, ν, g) = (0, τ) + Jᵀ f, on arrays allocated
 * once.
 *
 * <p>Velocities are ν = (ω, v, q̇): the angular and linear velocity of the base's origin in base
 * axes, rad/s and m/s, then the joints. In these coordinates ν̇ is the component-wise derivative, H
 * depends on the joints alone, and b holds Coriolis, centrifugal and gravity terms (Featherstone,
 * Rigid Body Dynamics Algorithms, 2008, section 9.3). All vectors and points are in base axes
 * unless they are said to be in world axes.
 *
 * <p>Lengths: n joints, m = n + 6 freedoms; matrices are row-major. Arrays returned are owned by
 * this object and overwritten by {@link #update}. Not thread-safe. Nothing allocates after
 * construction.
 */
public final class FloatingBaseDynamics {
  private final int n;
  private final int m;
  private final RigidBodyDynamics tree;
  private final BaseTerms base;
  private final double[] rotation = new double[9];
  private final double[] matrix;
  private final double[] bias;

  /**
   * Prepares the dynamics of a legged robot.
   *
   * @throws IllegalStateException if the robot has no floating base
   */
  public FloatingBaseDynamics(RobotModel robot) {
    FloatingBase body = robot.floatingBase();
    n = robot.dof();
    m = n + 6;
    base = new BaseTerms(body.body(), n);
    tree = new RigidBodyDynamics(robot, base);
    matrix = new double[m * m];
    bias = new double[m];
  }

  /** Number of freedoms, n + 6. */
  public int freedoms() {
    return m;
  }

  /** A point fixed to a link, as for {@link RigidBodyDynamics#point}. */
  public BodyPoint point(int body, double[] xyz) {
    return tree.point(body, xyz);
  }

  /**
   * Computes everything for a state.
   *
   * @param quaternion orientation of the base in the world, w x y z, of length 1, not modified
   * @param q joint positions, rad, length n, not modified
   * @param velocity ν, length n + 6, not modified
   * @param qd the joints' part of ν, length n, not modified
   */
  public void update(double[] quaternion, double[] q, double[] velocity, double[] qd) {
    toRotation(quaternion, rotation);
    for (int k = 0; k < 3; k++) {
      base.angular[k] = velocity[k];
      base.linear[k] = velocity[3 + k];
      base.gravity[k] = -RigidBodyDynamics.GRAVITY * rotation[6 + k];
    }
    base.begin();
    tree.update(q, qd);
    assembleMatrix();
    assembleBias();
  }

  private void assembleMatrix() {
    double[] t = base.tensor;
    double[] f = base.firstMoment;
    set(0, t[0], t[1], t[2], 0, -f[2], f[1]);
    set(1, t[1], t[3], t[4], f[2], 0, -f[0]);
    set(2, t[2], t[4], t[5], -f[1], f[0], 0);
    set(3, 0, f[2], -f[1], base.mass, 0, 0);
    set(4, -f[2], 0, f[0], 0, base.mass, 0);
    set(5, f[1], -f[0], 0, 0, 0, base.mass);
    double[] inner = tree.massMatrix();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 6; k++) {
        double c = base.columns[6 * i + k];
        matrix[k * m + 6 + i] = c;
        matrix[(6 + i) * m + k] = c;
      }
      System.arraycopy(inner, i * n, matrix, (6 + i) * m + 6, n);
    }
  }

  private void set(int row, double a, double b, double c, double d, double e, double f) {
    int o = row * m;
    matrix[o] = a;
    matrix[o + 1] = b;
    matrix[o + 2] = c;
    matrix[o + 3] = d;
    matrix[o + 4] = e;
    matrix[o + 5] = f;
  }

  /** Adds gravity, which acts on the first moment and on the mass. */
  private void assembleBias() {
    double[] f = base.firstMoment;
    double[] g = base.gravity;
    bias[0] = base.torque[0] - (f[1] * g[2] - f[2] * g[1]);
    bias[1] = base.torque[1] - (f[2] * g[0] - f[0] * g[2]);
    bias[2] = base.torque[2] - (f[0] * g[1] - f[1] * g[0]);
    for (int k = 0; k < 3; k++) {
      bias[3 + k] = base.force[k] - base.mass * g[k];
    }
    double[] coriolis = tree.coriolis();
    double[] gravity = tree.gravity();
    for (int i = 0; i < n; i++) {
      bias[6 + i] = coriolis[i] + gravity[i];
    }
  }

  /** Inertia matrix H, m×m. */
  public double[] matrix() {
    return matrix;
  }

  /** Bias b, length m: the generalised force under which ν stays constant. */
  public double[] bias() {
    return bias;
  }

  /** Rotation from base to world axes, 9 numbers, row-major. */
  public double[] rotation() {
    return rotation;
  }

  /** Mass of the whole robot, kg. */
  public double mass() {
    return base.mass;
  }

  /**
   * Centre of mass of the whole robot, base axes.
   *
   * @param out m, length ≥ 3, overwritten
   */
  public void centreOfMass(double[] out) {
    for (int k = 0; k < 3; k++) {
      out[k] = base.firstMoment[k] / base.mass;
    }
  }

  /**
   * Position of a point, base axes.
   *
   * @param out m, length ≥ 3, overwritten
   */
  public void position(BodyPoint p, double[] out) {
    tree.position(p, out);
  }

  /**
   * One direction of a point's velocity as a row over ν: d·ṗ = row·ν.
   *
   * @param at position of the point as {@link #position} gives it, not modified
   * @param dx first component of the direction, base axes
   * @param dy second component
   * @param dz third component
   * @param legs n numbers of scratch, overwritten with the joints' part
   * @param row m numbers, overwritten
   */
  public void rowAlong(
      BodyPoint p, double[] at, double dx, double dy, double dz, double[] legs, double[] row) {
    row[0] = at[1] * dz - at[2] * dy;
    row[1] = at[2] * dx - at[0] * dz;
    row[2] = at[0] * dy - at[1] * dx;
    row[3] = dx;
    row[4] = dy;
    row[5] = dz;
    tree.jacobianAlong(p, at, dx, dy, dz, legs);
    System.arraycopy(legs, 0, row, 6, n);
  }

  /**
   * Rotation of a quaternion.
   *
   * @param q w x y z, of length 1, not modified
   * @param r 9 numbers, row-major, overwritten
   */
  public static void toRotation(double[] q, double[] r) {
    double w = q[0];
    double x = q[1];
    double y = q[2];
    double z = q[3];
    r[0] = 1 - 2 * (y * y + z * z);
    r[1] = 2 * (x * y - w * z);
    r[2] = 2 * (x * z + w * y);
    r[3] = 2 * (x * y + w * z);
    r[4] = 1 - 2 * (x * x + z * z);
    r[5] = 2 * (y * z - w * x);
    r[6] = 2 * (x * z - w * y);
    r[7] = 2 * (y * z + w * x);
    r[8] = 1 - 2 * (x * x + y * y);
  }
}
