package org.reins.sim;

import java.util.Arrays;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * A torque-controlled arm in pure Java: rigid-body dynamics with joint friction, end stops, torque
 * saturation, command delay, sensor noise, and contact with a table.
 *
 * <p>Each step solves (M + dt B + dt² K) q̇⁺ = M q̇ + dt (τ − c − g + τ_contact + K (stop − q)) and
 * then q⁺ = q + dt q̇⁺. B contains viscous and Coulomb friction, the latter as τ_C / max(|q̇|, v₀).
 * K acts only beyond an end stop. Both are implicit, so that stiff friction on a light joint stays
 * stable at 1 ms. The robot adds its gravity torque itself if the robot file says so.
 */
public final class EmbeddedArm implements SimBackend {
  // Of a joint that turns, rad/s, N·m/rad and N·m·s/rad; one that slides has them per perRadian.
  private static final double STICTION_SPEED = 1e-3;
  private static final double STOP_STIFFNESS = 4000;
  private static final double STOP_DAMPING = 60;
  private static final double CONTACT_STIFFNESS = 8000;
  private static final double CONTACT_DAMPING = 120;

  private final RobotModel robot;
  private final PlantParameters parameters;
  private final int n;
  private final RigidBodyDynamics dynamics;
  private final Cholesky cholesky;
  private final BodyPoint tool;
  private final BodyPoint elbow;
  private final BodyPoint[] contactPoints;
  private final double[] contactRadii;

  private final double[] q;
  private final double[] qd;
  private final Drives drives;
  private final Sensors sensors;
  private final double[] toolForce = new double[3];
  private final double[] elbowForce = new double[3];
  private double frictionShare = 1;
  private final double[] system;
  private final double[] rhs;
  private final double[] point = new double[3];
  private final double[] velocity = new double[3];
  private final double[] bias = new double[3];
  private final double[] jacobian;
  private double time;

  /** Makes an arm on a table whose top is the plane z = 0. */
  public EmbeddedArm(RobotModel robot, PlantParameters parameters) {
    this.robot = robot;
    this.parameters = parameters;
    n = robot.dof();
    dynamics = new RigidBodyDynamics(robot);
    cholesky = new Cholesky(n);
    Capsule tcp = robot.tool();
    tool = dynamics.point(robot.bodyOf(tcp.link()), tcp.from());
    elbow = dynamics.point(n / 2, new double[3]);
    // The first bodies rotate inside the base and cannot reach the table.
    Capsule[] capsules =
        robot.capsules().stream().filter(c -> robot.stage(c.link()) >= 2).toArray(Capsule[]::new);
    contactPoints = new BodyPoint[2 * capsules.length];
    contactRadii = new double[2 * capsules.length];
    for (int i = 0; i < capsules.length; i++) {
      int body = robot.bodyOf(capsules[i].link());
      contactPoints[2 * i] = dynamics.point(body, capsules[i].from());
      contactPoints[2 * i + 1] = dynamics.point(body, capsules[i].to());
      contactRadii[2 * i] = capsules[i].radius();
      contactRadii[2 * i + 1] = capsules[i].radius();
    }
    q = new double[n];
    qd = new double[n];
    drives = new Drives(robot, parameters.delaySteps());
    sensors = new Sensors(robot, parameters);
    system = new double[n * n];
    rhs = new double[n];
    jacobian = new double[3 * n];
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
  public void push(double x, double y, double z) {
    toolForce[0] = x;
    toolForce[1] = y;
    toolForce[2] = z;
  }

  /** Sets a lasting force at the elbow, the middle joint of the arm, N, world axes. */
  public void pushElbow(double x, double y, double z) {
    elbowForce[0] = x;
    elbowForce[1] = y;
    elbowForce[2] = z;
  }

  /** Sets the remaining share of the usual friction, 0 to 1. */
  public void setFrictionShare(double share) {
    frictionShare = share;
  }

  /** Sets a lasting bias of a joint's position sensor, rad or m. */
  public void setPositionBias(int joint, double bias) {
    sensors.setBias(joint, bias);
  }

  @Override
  public void reset(long seed, double[] pose, RobotState measured) {
    sensors.reset(seed);
    time = 0;
    System.arraycopy(pose, 0, q, 0, n);
    Arrays.fill(qd, 0);
    push(0, 0, 0);
    pushElbow(0, 0, 0);
    frictionShare = 1;
    Arrays.fill(rhs, 0);
    if (!robot.control().gravityCompensated()) {
      dynamics.update(q, qd);
      System.arraycopy(dynamics.gravity(), 0, rhs, 0, n);
    }
    drives.reset(rhs);
    sensors.measure(time, q, qd, drives.accepted(), measured);
  }

  @Override
  public void step(double[] effort, double dt, RobotState measured) {
    double[] acting = drives.accept(effort);
    dynamics.update(q, qd);
    double[] mass = dynamics.massMatrix();
    boolean compensated = robot.control().gravityCompensated();
    for (int i = 0; i < n; i++) {
      double torque = acting[i] - dynamics.coriolis()[i];
      if (!compensated) {
        torque -= dynamics.gravity()[i];
      }
      rhs[i] = dt * torque;
      for (int j = 0; j < n; j++) {
        system[i * n + j] = mass[i * n + j];
        rhs[i] += mass[i * n + j] * qd[j];
      }
    }
    addFrictionAndStops(dt);
    addContacts(dt);
    addPush(tool, toolForce, dt);
    addPush(elbow, elbowForce, dt);
    if (cholesky.factor(system)) {
      cholesky.solve(rhs, qd);
      for (int i = 0; i < n; i++) {
        q[i] += dt * qd[i];
      }
    }
    time += dt;
    sensors.measure(time, q, qd, drives.accepted(), measured);
  }

  private void addFrictionAndStops(double dt) {
    for (int i = 0; i < n; i++) {
      Joint joint = robot.joints().get(i);
      JointLimits limits = joint.limits();
      double unit = joint.kind().perRadian();
      double slow = unit * STICTION_SPEED;
      double friction =
          parameters.frictionScale()
              * frictionShare
              * (joint.damping() + joint.friction() / Math.max(Math.abs(qd[i]), slow));
      system[i * n + i] += dt * friction;
      double beyond = Math.min(0, q[i] - limits.lower()) + Math.max(0, q[i] - limits.upper());
      if (beyond != 0) {
        double perSquare = 1 / (unit * unit);
        system[i * n + i] += dt * perSquare * (STOP_DAMPING + dt * STOP_STIFFNESS);
        rhs[i] -= dt * perSquare * STOP_STIFFNESS * beyond;
      }
    }
  }

  private void addPush(BodyPoint where, double[] force, double dt) {
    if (force[0] != 0 || force[1] != 0 || force[2] != 0) {
      dynamics.position(where, point);
      addForce(where, force[0], force[1], force[2], dt);
    }
  }

  private void addContacts(double dt) {
    for (int k = 0; k < contactPoints.length; k++) {
      dynamics.position(contactPoints[k], point);
      double depth = contactRadii[k] - point[2];
      if (depth > 0) {
        dynamics.motion(contactPoints[k], point, velocity, bias);
        double push = CONTACT_STIFFNESS * depth - CONTACT_DAMPING * velocity[2];
        if (push > 0) {
          addForce(contactPoints[k], 0, 0, push, dt);
        }
      }
    }
  }

  /** Adds dt Jᵀ f for a force at the point whose world position is in {@link #point}. */
  private void addForce(BodyPoint where, double fx, double fy, double fz, double dt) {
    dynamics.jacobian(where, point, jacobian);
    for (int i = 0; i < n; i++) {
      rhs[i] += dt * (jacobian[i] * fx + jacobian[n + i] * fy + jacobian[2 * n + i] * fz);
    }
  }
}
