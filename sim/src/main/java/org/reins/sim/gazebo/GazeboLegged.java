package org.reins.sim.gazebo;

import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.Ground;
import org.reins.sim.legged.LeggedSim;

/** A legged robot on level ground or a slope in Gazebo 11, with its true state. Not thread-safe. */
public final class GazeboLegged implements LeggedSim {
  private final GazeboRobot robot;
  private final double[] velocity;

  /**
   * Prepares a robot on level ground; see {@link GazeboRobot}.
   *
   * @throws GazeboException if Gazebo is not set up
   */
  public GazeboLegged(RobotModel robot, PlantParameters parameters) {
    this.robot = new GazeboRobot(robot, parameters);
    velocity = new double[6 + robot.dof()];
  }

  @Override
  public RobotModel robot() {
    return robot.robot();
  }

  @Override
  public void setGround(Ground ground) {
    robot.setGround(ground);
  }

  @Override
  public double ground(double x, double y) {
    return robot.ground().terrain().height(x, y);
  }

  @Override
  public void reset(long seed, double[] q, RobotState measured) {
    robot.reset(seed, q, measured);
    readVelocity();
  }

  @Override
  public void step(double[] effort, double dt, RobotState measured) {
    robot.step(effort, dt, measured);
    readVelocity();
  }

  private void readVelocity() {
    System.arraycopy(robot.velocity(), 0, velocity, 0, 6);
    System.arraycopy(robot.trueQd(), 0, velocity, 6, robot.trueQd().length);
  }

  @Override
  public void push(double x, double y, double z) {
    robot.pushBase(x, y, z);
  }

  @Override
  public double pressure(int foot) {
    return robot.pressure(foot);
  }

  @Override
  public double[] truePosition() {
    return robot.place();
  }

  @Override
  public double[] trueQuaternion() {
    return robot.quaternion();
  }

  @Override
  public double[] trueVelocity() {
    return velocity;
  }

  @Override
  public double[] trueQ() {
    return robot.trueQ();
  }

  @Override
  public double[] trueQd() {
    return robot.trueQd();
  }

  @Override
  public void close() {
    robot.close();
  }
}
