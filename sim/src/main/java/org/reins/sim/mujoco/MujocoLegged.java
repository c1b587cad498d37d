package org.reins.sim.mujoco;

import java.util.Arrays;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.Drives;
import org.reins.sim.PlantParameters;
import org.reins.sim.Sensors;
import org.reins.sim.legged.FootHeights;
import org.reins.sim.legged.Ground;
import org.reins.sim.legged.LeggedSim;

/**
 * A legged robot on level ground or a slope in MuJoCo 2.2.2: the same drives and sensors as the
 * embedded robot, but third-party physics. A foot counts as in contact when it penetrates the
 * ground. Not thread-safe.
 */
public final class MujocoLegged implements LeggedSim {
  private final RobotModel robot;
  private final PlantParameters parameters;
  private final int n;
  private MujocoModel model;
  private Ground ground = Ground.LEVEL;
  private Ground loaded = Ground.LEVEL;
  private final Drives drives;
  private final Sensors sensors;
  private final FootHeights feet;
  private final double[] place;
  private final double[] velocity;
  private final double[] force;
  private final double[] q;
  private final double[] qd;
  private final double[] quaternion = new double[4];
  private final double[] inBase;
  private double time;

  /**
   * Makes a robot on level ground.
   *
   * @throws MujocoException if MuJoCo is not installed or has another version
   */
  public MujocoLegged(RobotModel robot, PlantParameters parameters) {
    this.robot = robot;
    this.parameters = parameters;
    n = robot.dof();
    model = load();
    drives = new Drives(robot, parameters.delaySteps());
    sensors = new Sensors(robot, parameters);
    feet = new FootHeights(robot);
    place = new double[n + 7];
    velocity = new double[n + 6];
    force = new double[n + 6];
    inBase = new double[n + 6];
    q = new double[n];
    qd = new double[n];
  }

  private MujocoModel load() {
    return new MujocoModel(robot, parameters, ground, n + 7, n + 6);
  }

  @Override
  public RobotModel robot() {
    return robot;
  }

  @Override
  public void setGround(Ground value) {
    value.slope("MuJoCo");
    ground = value;
  }

  @Override
  public double ground(double x, double y) {
    return loaded.terrain().height(x, y);
  }

  @Override
  public void reset(long seed, double[] pose, RobotState measured) {
    if (!ground.equals(loaded)) {
      model.close();
      model = load();
      loaded = ground;
    }
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

  /** MuJoCo's first six forces act on the base's origin in world axes. */
  @Override
  public void push(double x, double y, double z) {
    force[0] = x;
    force[1] = y;
    force[2] = z;
  }

  @Override
  public void step(double[] effort, double dt, RobotState measured) {
    System.arraycopy(drives.accept(effort), 0, force, 6, n);
    model.step(force, dt, place, velocity);
    unpack();
    time += dt;
    measure(measured);
  }

  /**
   * MuJoCo gives the base's linear velocity in world axes and its angular velocity in base axes.
   */
  private void unpack() {
    System.arraycopy(place, 3, quaternion, 0, 4);
    System.arraycopy(place, 7, q, 0, n);
    System.arraycopy(velocity, 6, qd, 0, n);
    double[] r = feet.rotation(quaternion);
    for (int k = 0; k < 3; k++) {
      inBase[k] = velocity[3 + k];
      inBase[3 + k] = r[k] * velocity[0] + r[3 + k] * velocity[1] + r[6 + k] * velocity[2];
    }
    System.arraycopy(qd, 0, inBase, 6, n);
  }

  private void measure(RobotState measured) {
    sensors.measure(time, q, qd, drives.accepted(), measured);
    sensors.measureBody(quaternion, inBase, measured.base);
    feet.touching(q, quaternion, place, loaded.terrain(), measured.base.contact);
  }

  @Override
  public double pressure(int foot) {
    return feet.pressure(foot);
  }

  @Override
  public double[] truePosition() {
    return place;
  }

  @Override
  public double[] trueQuaternion() {
    return quaternion;
  }

  @Override
  public double[] trueVelocity() {
    return inBase;
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
