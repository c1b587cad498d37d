package org.reins.sim;

import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * A simulated robot, stepped in lockstep: time passes only in {@link #step}. The same seed and the
 * same commands give the same states to the last bit.
 */
public interface SimBackend extends AutoCloseable {
  /** The robot that is simulated. */
  RobotModel robot();

  /**
   * Puts the robot at rest at a pose, at time 0.
   *
   * @param seed of every random number until the next reset
   * @param q joint positions, rad, not modified
   * @param measured overwritten with the first measurement
   */
  void reset(long seed, double[] q, RobotState measured);

  /**
   * Lets one step of time pass.
   *
   * @param effort torque commands, N·m, one per joint, not modified; not finite counts as 0
   * @param dt length of the step, s
   * @param measured overwritten with the measurement after the step
   */
  void step(double[] effort, double dt, RobotState measured);

  /** True joint positions, rad; owned by the backend, overwritten by {@link #step}. */
  double[] trueQ();

  /** True joint velocities, rad/s; owned by the backend, overwritten by {@link #step}. */
  double[] trueQd();

  /**
   * Sets a force from now on, on the tool of an arm or the body of a legged robot, N, world axes.
   *
   * @throws UnsupportedOperationException where the simulator cannot
   */
  default void push(double x, double y, double z) {
    throw new UnsupportedOperationException("this simulator cannot push the robot");
  }

  /** Lets go of what the simulator holds outside of the JVM. */
  @Override
  default void close() {}
}
