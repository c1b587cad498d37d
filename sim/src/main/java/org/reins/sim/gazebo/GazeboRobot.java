package org.reins.sim.gazebo;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.Drives;
import org.reins.sim.PlantParameters;
import org.reins.sim.Sensors;
import org.reins.sim.SimBackend;
import org.reins.sim.legged.FootHeights;
import org.reins.sim.legged.Ground;

/**
 * An arm or a legged robot in Gazebo 11 (ODE): the same drives and sensors as the embedded ones,
 * but third-party physics. The world moves only in {@link #step}. A reset after steps starts a new
 * server, which takes about a second. Gazebo's own reset keeps the solver's memory and rounding, so
 * the same commands would not give the same states. Not thread-safe.
 */
public final class GazeboRobot implements SimBackend {
  /** Period of the physics, s: the only period that {@link #step} accepts. */
  public static final double DT = 0.001;

  private final RobotModel robot;
  private final PlantParameters parameters;
  private GazeboServer server;
  private boolean stepped;
  private Ground ground = Ground.LEVEL;
  private Ground loaded;
  private final Drives drives;
  private final Sensors sensors;
  private final RigidBodyDynamics tree;
  private final FootHeights feet;
  private final double[] q;
  private final double[] qd;
  private final double[] force;
  private final double[] pushing = new double[3];
  private final double[] place = new double[3];
  private final double[] quaternion = new double[4];
  private final double[] linear = new double[3];
  private final double[] angular = new double[3];
  // The angular and the linear velocity in base axes.
  private final double[] inBase = new double[6];
  private double time;

  /**
   * Prepares a robot. Its world starts with the first reset, which fails if Gazebo does not start.
   *
   * @throws GazeboException when Gazebo is not set up
   */
  public GazeboRobot(RobotModel robot, PlantParameters parameters) {
    this.robot = robot;
    this.parameters = parameters;
    int n = robot.dof();
    drives = new Drives(robot, parameters.delaySteps());
    sensors = new Sensors(robot, parameters);
    tree = new RigidBodyDynamics(robot);
    feet = robot.base().feet().isEmpty() ? null : new FootHeights(robot);
    q = new double[n];
    qd = new double[n];
    force = new double[n];
    if (!missing().isEmpty()) {
      throw new GazeboException(missing());
    }
  }

  private GazeboServer start() {
    loaded = ground;
    return new GazeboServer(
        robot.dof(), socket -> SdfWriter.write(robot, parameters, loaded, socket, DT));
  }

  /** Why Gazebo cannot be used on this machine, as one sentence; empty if it can. */
  public static String missing() {
    return GazeboServer.missing();
  }

  /** The folder in which Gazebo is, or would be, set up. */
  public static Path folder() {
    return GazeboServer.folder();
  }

  @Override
  public RobotModel robot() {
    return robot;
  }

  @Override
  public void reset(long seed, double[] pose, RobotState measured) {
    if (stepped || !ground.equals(loaded)) {
      close();
      server = start();
      stepped = false;
    }
    sensors.reset(seed);
    Arrays.fill(pushing, 0);
    Arrays.fill(place, 0);
    Arrays.fill(quaternion, 0);
    quaternion[0] = 1;
    if (feet != null) {
      place[2] = -feet.lowest(pose, quaternion);
    }
    read(server.reset(pose, place, quaternion));
    // Gazebo's values differ from the pose by rounding.
    System.arraycopy(pose, 0, q, 0, q.length);
    Arrays.fill(qd, 0);
    Arrays.fill(force, 0);
    if (robot.base().bodies().isEmpty() && !robot.control().gravityCompensated()) {
      tree.update(q, qd);
      System.arraycopy(tree.gravity(), 0, force, 0, force.length);
    }
    drives.reset(force);
    time = 0;
    measure(measured);
  }

  @Override
  public void step(double[] effort, double dt, RobotState measured) {
    long steps = Math.round(dt / DT);
    if (steps < 1 || Math.abs(dt - steps * DT) > 1e-9) {
      throw new IllegalArgumentException(
          "dt is "
              + dt
              + " s: Gazebo's world steps by "
              + DT
              + " s, allowed are multiples of that");
    }
    double[] acting = drives.accept(effort);
    for (long k = 0; k < steps; k++) {
      System.arraycopy(acting, 0, force, 0, force.length);
      if (robot.control().gravityCompensated()) {
        tree.update(q, qd);
        for (int i = 0; i < force.length; i++) {
          force[i] += tree.gravity()[i];
        }
      }
      read(server.step(force, pushing));
    }
    stepped = true;
    time += dt;
    measure(measured);
  }

  private void read(ByteBuffer b) {
    b.getDouble();
    take(b, q);
    take(b, qd);
    take(b, place);
    take(b, quaternion);
    take(b, linear);
    take(b, angular);
  }

  private static void take(ByteBuffer b, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = b.getDouble();
    }
  }

  private void measure(RobotState measured) {
    sensors.measure(time, q, qd, drives.accepted(), measured);
    if (feet == null) {
      return;
    }
    double[] r = feet.rotation(quaternion);
    for (int k = 0; k < 3; k++) {
      inBase[k] = r[k] * angular[0] + r[3 + k] * angular[1] + r[6 + k] * angular[2];
      inBase[3 + k] = r[k] * linear[0] + r[3 + k] * linear[1] + r[6 + k] * linear[2];
    }
    sensors.measureBody(quaternion, inBase, measured.base);
    feet.touching(q, quaternion, place, loaded.terrain(), measured.base.contact);
  }

  /** Sets the ground, effective from the next reset. */
  void setGround(Ground value) {
    value.slope("Gazebo");
    ground = value;
  }

  /** The ground under the robot. */
  Ground ground() {
    return loaded;
  }

  /** Sets a lasting force on the base's origin of a legged robot, N, world axes. */
  void pushBase(double x, double y, double z) {
    pushing[0] = x;
    pushing[1] = y;
    pushing[2] = z;
  }

  /** Force of a foot of a legged robot, N. */
  double pressure(int foot) {
    return feet.pressure(foot);
  }

  /** True position of the base's origin, m; overwritten by {@link #step}. */
  double[] place() {
    return place;
  }

  /** True orientation of the base, w x y z; overwritten by {@link #step}. */
  double[] quaternion() {
    return quaternion;
  }

  /** True velocity (ω, v) of the base in its own axes; overwritten by {@link #step}. */
  double[] velocity() {
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
    if (server != null) {
      server.close();
    }
  }
}
