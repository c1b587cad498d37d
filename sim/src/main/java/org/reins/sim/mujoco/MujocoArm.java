package org.reins.sim.mujoco;

import java.util.Arrays;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.Drives;
import org.reins.sim.PlantParameters;
import org.reins.sim.Sensors;
import org.reins.sim.SimBackend;
import org.reins.sim.legged.Ground;

/**
 * A torque-controlled arm in MuJoCo 2.2.2: the same drives and sensors as the embedded arm, but
 * third-party physics. Not thread-safe.
 */
public final class MujocoArm implements SimBackend {
  private final RobotModel robot;
  private final MujocoModel model;
  private final Drives drives;
  private final Sensors sensors;
  private final RigidBodyDynamics dynamics;
  private final double[] q;
  private final double[] qd;
  private final double[] force;
  private double time;

  /**
   * Makes an arm on a table whose top is the plane z = 0.
   *
   * @throws MujocoException if MuJoCo is not installed or has another version
   */
  public MujocoArm(RobotModel robot, PlantParameters parameters) {
    this.robot = robot;
    int n = robot.dof();
    model = new MujocoModel(robot, parameters, Ground.LEVEL, n, n);
    drives = new Drives(robot, parameters.delaySteps());
    sensors = new Sensors(robot, parameters);
    dynamics = new RigidBodyDynamics(robot);
    q = new double[n];
    qd = new double[n];
    force = new double[n];
  }

  /** Why MuJoCo cannot be used on this machine, as one sentence; empty if it can. */
  public static String missing() {
    try {
      return Mujoco.get().isGuarded() ? "" : "MuJoCo has no error handler";
    } catch (MujocoException e) {
      return e.getMessage();
    }
  }

  @Override
  public RobotModel robot() {
    return robot;
  }

  @Override
  public void reset(long seed, double[] pose, RobotState measured) {
    sensors.reset(seed);
    model.reset();
    System.arraycopy(pose, 0, q, 0, q.length);
    Arrays.fill(qd, 0);
    model.write(q, qd);
    Arrays.fill(force, 0);
    if (!robot.control().gravityCompensated()) {
      dynamics.update(q, qd);
      System.arraycopy(dynamics.gravity(), 0, force, 0, force.length);
    }
    drives.reset(force);
    time = 0;
    sensors.measure(time, q, qd, drives.accepted(), measured);
  }

  @Override
  public void step(double[] effort, double dt, RobotState measured) {
    double[] acting = drives.accept(effort);
    System.arraycopy(acting, 0, force, 0, force.length);
    if (robot.control().gravityCompensated()) {
      dynamics.update(q, qd);
      for (int i = 0; i < force.length; i++) {
        force[i] += dynamics.gravity()[i];
      }
    }
    model.step(force, dt, q, qd);
    time += dt;
    sensors.measure(time, q, qd, drives.accepted(), measured);
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
  public void close() {
    model.close();
  }
}
