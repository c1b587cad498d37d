package org.reins.sim;

import org.reins.filter.FilterAction;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * The motors of an arm that takes joint velocities or positions: its own controller holds the last
 * command that arrived, and its torques end at the joints' effort limits. Such an arm compensates
 * gravity itself.
 */
final class DrivenMotors implements LoopMotors {
  // Velocity for each rad of distance from the target, 1/s, without a filter.
  private static final double PURSUIT = 5;

  private final RobotModel robot;
  private final SimulatedDriver driver;
  private final ArmDrive drive;
  private final RigidBodyDynamics gravity;
  private final double[] measuredQ;
  private final double[] measuredQd;
  private final double[] wanted;
  private final double[] torque;
  private final double[] none;

  DrivenMotors(RobotModel robot, SimulatedDriver driver, ArmDrive.Mode mode, double dt) {
    this.robot = robot;
    this.driver = driver;
    drive = ArmDrive.of(mode, robot, dt);
    gravity = robot.control().gravityCompensated() ? null : new RigidBodyDynamics(robot);
    int n = robot.dof();
    measuredQ = new double[n];
    measuredQd = new double[n];
    wanted = new double[n];
    torque = new double[n];
    none = new double[n];
  }

  @Override
  public void reset(RobotState state) {
    drive.reset(state.q);
  }

  @Override
  public void fill(FilterInput in) {
    int n = torque.length;
    if (in.stateFresh) {
      System.arraycopy(in.q, 0, measuredQ, 0, n);
      System.arraycopy(in.qd, 0, measuredQd, 0, n);
    }
    System.arraycopy(measuredQ, 0, in.toldQ, 0, n);
    System.arraycopy(measuredQd, 0, in.toldQd, 0, n);
    drive.refer(in.toldQ, in.toldQd);
    in.told = true;
    in.torqueActs = false;
    in.silentWhenBlind = false;
  }

  @Override
  public double[] bare(FilterInput in, RobotState state) {
    for (int i = 0; i < wanted.length; i++) {
      double most = robot.joints().get(i).limits().velocity();
      wanted[i] = Math.max(-most, Math.min(most, PURSUIT * (in.target[i] - state.q[i])));
    }
    drive.move(wanted);
    return send();
  }

  @Override
  public double[] filtered(FilterInput in, FilterOutput out) {
    boolean rest = out.action == FilterAction.STOP || out.blind;
    boolean fresh = in.stateFresh && out.culprit < 0;
    drive.accelerate(measuredQ, measuredQd, fresh, rest, out.acceleration);
    return send();
  }

  private double[] send() {
    if (driver.send(drive.command())) {
      drive.obey();
    }
    return drive.command();
  }

  @Override
  public double[] torque(RobotState state) {
    if (driver.isBraking()) {
      return driver.torque(state);
    }
    double[] asked = drive.torque(state.q, state.qd);
    if (gravity != null) {
      gravity.update(state.q, state.qd);
    }
    for (int i = 0; i < torque.length; i++) {
      JointLimits l = robot.joints().get(i).limits();
      double all = asked[i] + (gravity == null ? 0 : gravity.gravity()[i]);
      torque[i] = Math.max(-l.effort(), Math.min(l.effort(), all));
    }
    // The driver reports the torque of the controller inside the robot.
    driver.hold(torque);
    return torque;
  }

  @Override
  public double[] judged() {
    return none;
  }
}
