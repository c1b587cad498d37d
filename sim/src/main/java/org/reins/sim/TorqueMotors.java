package org.reins.sim;

import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/** The motors of an arm that takes torques. */
final class TorqueMotors implements LoopMotors {
  private static final double DAMPING_RATIO = 0.7;

  private final SimulatedDriver driver;
  private final NominalTorque nominal;
  private final boolean stopsByItself;

  TorqueMotors(RobotModel robot, SimulatedDriver driver) {
    this.driver = driver;
    nominal = new NominalTorque(robot, DAMPING_RATIO);
    stopsByItself = robot.control().stopsByItself();
  }

  @Override
  public void reset(RobotState state) {
    // The driver has been reset.
  }

  @Override
  public void fill(FilterInput in) {
    in.silentWhenBlind = stopsByItself;
  }

  @Override
  public double[] bare(FilterInput in, RobotState state) {
    double[] command = nominal.towards(state, in.target, in.stiffness);
    driver.send(command);
    return command;
  }

  @Override
  public double[] filtered(FilterInput in, FilterOutput out) {
    driver.send(out.silent ? null : out.command);
    return out.command;
  }

  @Override
  public double[] torque(RobotState state) {
    return driver.torque(state);
  }

  @Override
  public double[] judged() {
    return driver.accepted();
  }
}
