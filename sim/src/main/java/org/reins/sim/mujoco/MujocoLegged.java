package org.reins.sim.mujoco;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.reins.robot.BodyPoint;
import org.reins.robot.Capsule;
import org.reins.robot.FloatingBaseDynamics;
import org.reins.robot.RigidBodyDynamics;
import org.reins.robot.RobotModel;
import org.reins.sim.Drives;
import org.reins.sim.PlantParameters;
import org.reins.sim.RobotState;
import org.reins.sim.Sensors;
import org.reins.sim.SimBackend;

/**
 * A legged robot on level ground in MuJoCo 2.2.2: the same drives and sensors as the embedded one,
 * the physics of others. A foot counts as pressing when it is in the ground. Not thread-safe.
 */
public final class MujocoLegged implements SimBackend, AutoCloseable {
  private final RobotModel robot;
  private final int n;
  private final MujocoModel model;
  private final Drives drives;
  private final Sensors sensors;
  private final PlantParameters parameters;
  private final RigidBodyDynamics tree;
  private final BodyPoint[] feet;
  private final double[] radii;
  private final double[] place;
  private final double[] velocity;
  private final double[] force;
  private final double[] q;
  private final double[] qd;
  private final double[] quaternion = new double[4];
  private final double[] rotation = new double[9];
  private final double[] at = new double[3];
  private SplittableRandom random = new SplittableRandom(0);
  private double time;

  /**
   * Makes a robot on level ground.
   *
   * @throws MujocoException when MuJoCo is not installed or is of another version
   */
  public MujocoLegged(RobotModel robot, PlantParameters parameters) {
    this.robot = robot;
    this.parameters = parameters;
    n = robot.dof();
    model = new MujocoModel(robot, parameters, n + 7, n + 6);
    drives = new Drives(robot, parameters.delaySteps());
    sensors = new Sensors(n, parameters);
    tree = new RigidBodyDynamics(robot);
    List<Capsule> spheres = robot.base().orElseThrow().feet();
    feet = new BodyPoint[spheres.size()];
    radii = new double[spheres.size()];
    for (int f = 0; f < feet.length; f++) {
      Capsule s = spheres.get(f);
      feet[f] = tree.point(robot.bodyOf(s.link()), s.from());
      radii[f] = s.radius();
    }
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
    random = new SplittableRandom(~seed);
    model.reset();
    Arrays.fill(place, 0);
    Arrays.fill(velocity, 0);
    place[3] = 1;
    System.arraycopy(pose, 0, place, 7, n);
    unpack();
    tree.update(q, qd);
    double lowest = Double.POSITIVE_INFINITY;
    for (int f = 0; f < feet.length; f++) {
      tree.position(feet[f], at);
      lowest = Math.min(lowest, at[2] - radii[f]);
    }
    place[2] = -lowest;
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
    System.arraycopy(quaternion, 0, measured.base.quaternion, 0, 4);
    for (int k = 0; k < 3; k++) {
      measured.base.angular[k] =
          velocity[3 + k] + parameters.velocityNoise() * random.nextGaussian();
    }
    FloatingBaseDynamics.toRotation(quaternion, rotation);
    tree.update(q, qd);
    for (int f = 0; f < feet.length; f++) {
      tree.position(feet[f], at);
      double z =
          place[2] + rotation[6] * at[0] + rotation[7] * at[1] + rotation[8] * at[2] - radii[f];
      measured.base.contact[f] = z < 0;
    }
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
