package org.reins.sim.legged;

import java.util.Arrays;
import java.util.List;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.Drives;
import org.reins.sim.PlantParameters;
import org.reins.sim.Sensors;

/**
 * A legged robot in pure Java on ground of any shape. It has a floating base with joint friction,
 * end stops, torque saturation, command delay and sensor noise. Feet, knees and body have compliant
 * contacts.
 *
 * <p>Each step solves (H + dt B + dt² K) ν⁺ = H ν + dt (τ − b + K (stop − q)) + Jᵀ λ, where B and K
 * are those of {@link org.reins.sim.EmbeddedArm} and λ the impulses of {@link ContactSolver}, and
 * then moves joints, orientation and position with ν⁺.
 */
public final class EmbeddedLegged implements LeggedSim {
  private static final double STICTION_SPEED = 1e-2;
  private static final double STOP_STIFFNESS = 2000;
  private static final double STOP_DAMPING = 20;
  private static final double PRESSING = 5;

  private final RobotModel robot;
  private final PlantParameters parameters;
  private final int n;
  private final int m;
  private final FloatingBaseDynamics dynamics;
  private final Cholesky cholesky;
  private final Drives drives;
  private final Sensors sensors;
  private final BodyPoint[] points;
  private final double[] radii;
  private final boolean[] inTouch;
  private final double[] pressure;
  private final int feet;
  private final ContactSolver contacts;
  private final ContactSpring spring;

  private Terrain terrain;
  private double friction = Ground.LEVEL.friction();
  private final double[] pushing = new double[3];

  private final double[] q;
  private final double[] qd;
  private final double[] velocity;
  private final double[] position = new double[3];
  private final double[] quaternion = {1, 0, 0, 0};
  private final double[] system;
  private final double[] rhs;
  private final double[] rows;
  private final double[] solved;
  private final int[] rowPoint;
  private final double[] row;
  private final double[] half;
  private final double[] legs;
  private final double[] at = new double[3];
  private final double[] world = new double[3];
  private final double[] normal = new double[3];
  private final double[] axes = new double[9];
  private double time;

  /** Makes a robot on a ground. */
  public EmbeddedLegged(RobotModel robot, PlantParameters parameters, Terrain terrain) {
    this.robot = robot;
    this.parameters = parameters;
    this.terrain = terrain;
    n = robot.dof();
    m = n + 6;
    dynamics = new FloatingBaseDynamics(robot);
    cholesky = new Cholesky(m);
    drives = new Drives(robot, parameters.delaySteps());
    sensors = new Sensors(robot, parameters);
    List<Capsule> spheres = ContactSpheres.of(robot);
    feet = robot.base().feet().size();
    points = new BodyPoint[spheres.size()];
    radii = new double[spheres.size()];
    for (int i = 0; i < points.length; i++) {
      Capsule s = spheres.get(i);
      points[i] = dynamics.point(robot.bodyOf(s.link()), s.from());
      radii[i] = s.radius();
    }
    inTouch = new boolean[points.length];
    pressure = new double[points.length];
    contacts = new ContactSolver(points.length);
    rowPoint = new int[points.length];
    q = new double[n];
    qd = new double[n];
    velocity = new double[m];
    system = new double[m * m];
    rhs = new double[m];
    rows = new double[3 * points.length * m];
    solved = new double[3 * points.length * m];
    row = new double[m];
    half = new double[m];
    legs = new double[n];
    dynamics.update(quaternion, q, velocity, qd);
    spring = ContactSpring.of(dynamics.mass());
  }

  @Override
  public RobotModel robot() {
    return robot;
  }

  @Override
  public double[] trueQ() {
    return q;
  }

  @Override
  public double[] trueQd() {
    return qd;
  }

  @Override
  public double[] truePosition() {
    return position;
  }

  @Override
  public double[] trueQuaternion() {
    return quaternion;
  }

  @Override
  public double[] trueVelocity() {
    return velocity;
  }

  @Override
  public double pressure(int foot) {
    return pressure[foot];
  }

  /** Whether anything but a foot touched the ground in the last step. */
  public boolean bodyTouches() {
    for (int i = feet; i < points.length; i++) {
      if (inTouch[i]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public double ground(double x, double y) {
    return terrain.height(x, y);
  }

  @Override
  public void setGround(Ground ground) {
    terrain = ground.terrain();
    friction = ground.friction();
  }

  @Override
  public void push(double x, double y, double z) {
    pushing[0] = x;
    pushing[1] = y;
    pushing[2] = z;
  }

  /**
   * Puts the robot on the ground at the origin, level and at rest; the lowest foot just touches.
   */
  @Override
  public void reset(long seed, double[] pose, RobotState measured) {
    System.arraycopy(pose, 0, q, 0, n);
    Arrays.fill(velocity, 0);
    Arrays.fill(qd, 0);
    Arrays.fill(quaternion, 0);
    quaternion[0] = 1;
    dynamics.update(quaternion, q, velocity, qd);
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < feet; i++) {
      dynamics.position(points[i], at);
      lowest = Math.min(lowest, at[2] - radii[i] - terrain.height(at[0], at[1]));
    }
    reset(seed, pose, new double[] {0, 0, -lowest}, quaternion, measured);
  }

  /**
   * Puts the robot anywhere, at rest, at time 0.
   *
   * @param place position of the base's origin, m, not modified
   * @param orientation unit quaternion w x y z, not modified
   */
  public void reset(
      long seed, double[] pose, double[] place, double[] orientation, RobotState measured) {
    sensors.reset(seed);
    time = 0;
    System.arraycopy(pose, 0, q, 0, n);
    Arrays.fill(qd, 0);
    Arrays.fill(velocity, 0);
    System.arraycopy(place, 0, position, 0, 3);
    System.arraycopy(orientation, 0, quaternion, 0, 4);
    Arrays.fill(inTouch, false);
    Arrays.fill(pressure, 0);
    push(0, 0, 0);
    Arrays.fill(legs, 0);
    drives.reset(legs);
    measure(measured);
  }

  /** Sets the true velocity (ω, v, q̇), base axes, for tests of free motion. */
  void setVelocity(double[] value) {
    System.arraycopy(value, 0, velocity, 0, m);
    System.arraycopy(value, 6, qd, 0, n);
  }

  @Override
  public void step(double[] effort, double dt, RobotState measured) {
    double[] acting = drives.accept(effort);
    dynamics.update(quaternion, q, velocity, qd);
    double[] h = dynamics.matrix();
    double[] bias = dynamics.bias();
    System.arraycopy(h, 0, system, 0, m * m);
    for (int i = 0; i < m; i++) {
      double s = dt * ((i < 6 ? 0 : acting[i - 6]) - bias[i]);
      for (int j = 0; j < m; j++) {
        s += h[i * m + j] * velocity[j];
      }
      rhs[i] = s;
    }
    addPush(dt);
    addFrictionAndStops(dt);
    if (cholesky.factor(system)) {
      cholesky.solve(rhs, velocity);
      touch(dt);
      move(dt);
    }
    time += dt;
    measure(measured);
  }

  private void addPush(double dt) {
    double[] r = dynamics.rotation();
    for (int k = 0; k < 3; k++) {
      rhs[3 + k] += dt * (r[k] * pushing[0] + r[3 + k] * pushing[1] + r[6 + k] * pushing[2]);
    }
  }

  private void addFrictionAndStops(double dt) {
    for (int i = 0; i < n; i++) {
      Joint joint = robot.joints().get(i);
      JointLimits limits = joint.limits();
      int d = (6 + i) * m + 6 + i;
      system[d] +=
          dt
              * parameters.frictionScale()
              * (joint.damping() + joint.friction() / Math.max(Math.abs(qd[i]), STICTION_SPEED));
      double beyond = Math.min(0, q[i] - limits.lower()) + Math.max(0, q[i] - limits.upper());
      if (beyond != 0) {
        system[d] += dt * (STOP_DAMPING + dt * STOP_STIFFNESS);
        rhs[6 + i] -= dt * STOP_STIFFNESS * beyond;
      }
    }
  }

  /** Finds the contacts and adds H⁻¹ Jᵀ λ to the velocity. */
  private void touch(double dt) {
    contacts.begin();
    double[] r = dynamics.rotation();
    for (int i = 0; i < points.length; i++) {
      inTouch[i] = false;
      pressure[i] = 0;
      dynamics.position(points[i], at);
      for (int k = 0; k < 3; k++) {
        world[k] = position[k] + r[3 * k] * at[0] + r[3 * k + 1] * at[1] + r[3 * k + 2] * at[2];
      }
      double height = terrain.height(world[0], world[1]);
      if (world[2] - radii[i] > height + 0.05) {
        continue;
      }
      terrain.normal(world[0], world[1], normal);
      double depth = radii[i] - (world[2] - height) * normal[2];
      if (depth > 0) {
        int c = contacts.add(depth, spring.stiffness(), spring.damping(), dt);
        rowPoint[c] = i;
        inTouch[i] = true;
        // Down from the sphere's centre to the contact point.
        for (int k = 0; k < 3; k++) {
          at[k] -= radii[i] * (r[k] * normal[0] + r[3 + k] * normal[1] + r[6 + k] * normal[2]);
        }
        rowsOf(c, r);
      }
    }
    if (contacts.count() == 0) {
      return;
    }
    int count = 3 * contacts.count();
    double[] a = contacts.matrix();
    double[] u = contacts.velocity();
    for (int i = 0; i < count; i++) {
      double s = 0;
      for (int k = 0; k < m; k++) {
        s += rows[i * m + k] * velocity[k];
      }
      u[i] = s;
      for (int j = 0; j <= i; j++) {
        double d = 0;
        for (int k = 0; k < m; k++) {
          d += solved[i * m + k] * solved[j * m + k];
        }
        a[i * contacts.stride() + j] = d;
        a[j * contacts.stride() + i] = d;
      }
    }
    contacts.solve(friction);
    double[] impulse = contacts.impulse();
    Arrays.fill(rhs, 0);
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < m; k++) {
        rhs[k] += rows[i * m + k] * impulse[i];
      }
    }
    cholesky.solve(rhs, rhs);
    for (int k = 0; k < m; k++) {
      velocity[k] += rhs[k];
    }
    for (int c = 0; c < contacts.count(); c++) {
      pressure[rowPoint[c]] = impulse[3 * c] / dt;
    }
  }

  /** Rows of normal and tangents of a contact at {@link #at}, and L⁻¹ of them. */
  private void rowsOf(int c, double[] r) {
    // Tangents: x minus its part along the normal, and the vector orthogonal to both.
    double[] e = axes;
    System.arraycopy(normal, 0, e, 0, 3);
    double length = Math.sqrt(1 - normal[0] * normal[0]);
    e[3] = length;
    e[4] = -normal[0] * normal[1] / length;
    e[5] = -normal[0] * normal[2] / length;
    e[6] = e[1] * e[5] - e[2] * e[4];
    e[7] = e[2] * e[3] - e[0] * e[5];
    e[8] = e[0] * e[4] - e[1] * e[3];
    for (int k = 0; k < 3; k++) {
      double x = e[3 * k];
      double y = e[3 * k + 1];
      double z = e[3 * k + 2];
      dynamics.rowAlong(
          points[rowPoint[c]],
          at,
          r[0] * x + r[3] * y + r[6] * z,
          r[1] * x + r[4] * y + r[7] * z,
          r[2] * x + r[5] * y + r[8] * z,
          legs,
          row);
      cholesky.solveLower(row, half);
      System.arraycopy(row, 0, rows, (3 * c + k) * m, m);
      System.arraycopy(half, 0, solved, (3 * c + k) * m, m);
    }
  }

  /** Moves with the new velocity. The body rotates by half a step before and half a step after. */
  private void move(double dt) {
    turn(dt / 2);
    FloatingBaseDynamics.toRotation(quaternion, axes);
    for (int k = 0; k < 3; k++) {
      position[k] +=
          dt
              * (axes[3 * k] * velocity[3]
                  + axes[3 * k + 1] * velocity[4]
                  + axes[3 * k + 2] * velocity[5]);
    }
    turn(dt / 2);
    for (int i = 0; i < n; i++) {
      qd[i] = velocity[6 + i];
      q[i] += dt * qd[i];
    }
  }

  /** quaternion ⊗ exp(½ ω dt). */
  private void turn(double dt) {
    double wx = velocity[0] * dt / 2;
    double wy = velocity[1] * dt / 2;
    double wz = velocity[2] * dt / 2;
    double angle = Math.sqrt(wx * wx + wy * wy + wz * wz);
    double s = angle < 1e-9 ? 1 : Math.sin(angle) / angle;
    double c = Math.cos(angle);
    double x = s * wx;
    double y = s * wy;
    double z = s * wz;
    double w0 = quaternion[0];
    double x0 = quaternion[1];
    double y0 = quaternion[2];
    double z0 = quaternion[3];
    quaternion[0] = w0 * c - x0 * x - y0 * y - z0 * z;
    quaternion[1] = w0 * x + x0 * c + y0 * z - z0 * y;
    quaternion[2] = w0 * y - x0 * z + y0 * c + z0 * x;
    quaternion[3] = w0 * z + x0 * y - y0 * x + z0 * c;
    double norm = 0;
    for (double v : quaternion) {
      norm += v * v;
    }
    norm = Math.sqrt(norm);
    for (int k = 0; k < 4; k++) {
      quaternion[k] /= norm;
    }
  }

  private void measure(RobotState measured) {
    sensors.measure(time, q, qd, drives.accepted(), measured);
    // The first three of ν are the angular velocity.
    sensors.measureBody(quaternion, velocity, measured.base);
    for (int i = 0; i < feet; i++) {
      measured.base.contact[i] = pressure[i] > PRESSING;
    }
  }
}
