package org.reins.sim.mujoco;

import java.util.Arrays;
import org.reins.robot.RobotModel;
import org.reins.sim.Drives;
import org.reins.sim.FootHeights;
import org.reins.sim.PlantParameters;
import org.reins.sim.RobotState;
import org.reins.sim.Sensors;
import org.reins.sim.SimBackend;

/**
 * A legged robot on level ground in MuJoCo 2.2.2: the same drives and sensors as the embedded one,
 * the physics of others. A foot counts as pressing when it is in the ground. Not thread-safe.
 */
public final class MujocoLegged implements SimBackend {
  private final RobotModel robot;
  private final int n;
  private final MujocoModel model;
  private final Drives drives;
  private final Sensors sensors;
  private final FootHeights feet;
  private final double[] place;
  private final double[] velocity;
  private final double[] force;
  private final double[] q;
  private final double[] qd;
  private final double[] quaternion = new double[4];
  private final double[] angular = new double[3];
  private double time;

  /**
   * Makes a robot on level ground.
   *
   * @throws MujocoException when MuJoCo is not installed or is of another version
   */
  public MujocoLegged(RobotModel robot, PlantParameters parameters) {
    this.robot = robot;
    n = robot.dof();
    model = new MujocoModel(robot, parameters, n + 7, n + 6);
    drives = new Drives(robot, parameters.delaySteps());
    sensors = new Sensors(n, parameters);
    feet = new FootHeights(robot);
    place = new double[n + 7];
    velocity = new double[n + 6];
    force = new double[n + 6];
    q = new double[n];
    qd = new double[n];
  }

  @Override
  public RobotModel robot() {
    return robot;
  }

  @Override
  public void reset(long seed, double[] pose, RobotState measured) {
    sensors.reset(seed);
    model.reset();
    Arrays.fill(place, 0);
    Arrays.fill(velocity, 0);
    place[3] = 1;
    System.arraycopy(pose, 0, place, 7, n);
    unpack();
    place[2] = -feet.lowest(q, quaternion);
    model.write(place, velocity);
    Arrays.fill(force, 0);
    drives.reset(qd);
    time = 0;
    measure(measured);
  }

  @Override
  public void step(double[] effort, double dt, RobotState measured) {
    System.arraycopy(drives.accept(effort), 0, force, 6, n);
    model.step(force, dt, place, velocity);
    unpack();
    time += dt;
    measure(measured);
  }

  private void unpack() {
    System.arraycopy(place, 3, quaternion, 0, 4);
    System.arraycopy(place, 7, q, 0, n);
    System.arraycopy(velocity, 6, qd, 0, n);
  }

  private void measure(RobotState measured) {
    sensors.measure(time, q, qd, drives.accepted(), measured);
    System.arraycopy(velocity, 3, angular, 0, 3);
    sensors.measureBody(quaternion, angular, measured.base);
    feet.touching(q, quaternion, place[2], measured.base.contact);
  }

  /**
   * True position of the base's origin, m; overwritten by {@link #step}, 3 numbers at its start.
   */
  public double[] truePlace() {
    return place;
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
