package org.reins.sim;

import org.reins.filter.JointImpedance;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/** The torques that a task requests. They are sent unchanged without a filter. Not thread-safe. */
public final class NominalTorque {
  private final RobotModel robot;
  private final RigidBodyDynamics dynamics;
  private final JointImpedance impedance;
  private final double[] torque;

  /**
   * Prepares an arm.
   *
   * @param dampingRatio ζ of the joint impedance
   */
  public NominalTorque(RobotModel robot, double dampingRatio) {
    impedance = new JointImpedance(dampingRatio);
    this.robot = robot;
    dynamics = new RigidBodyDynamics(robot);
    torque = new double[robot.dof()];
  }

  /**
   * Torques towards a target, including gravity for a robot that does not add it itself.
   *
   * @param state measured state, not modified
   * @param target joint target, rad, not modified
   * @param stiffness joint stiffness, N·m/rad, not modified
   * @return torques, N·m; owned by this object, overwritten here
   */
  public double[] towards(RobotState state, double[] target, double[] stiffness) {
    dynamics.update(state.q, state.qd);
    impedance.torque(
        state.q, state.qd, target, stiffness, dynamics.massMatrix(), dynamics.coriolis(), torque);
    if (!robot.control().gravityCompensated()) {
      for (int i = 0; i < torque.length; i++) {
        torque[i] += dynamics.gravity()[i];
      }
    }
    return torque;
  }
}
