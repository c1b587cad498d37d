package org.reins.sim;

import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * A simulated robot, stepped in lockstep: time advances only in {@link #step}. The same seed and
 * commands give bit-identical states.
 */
public interface SimBackend extends AutoCloseable {
  /** The simulated robot. */
  RobotModel robot();

  /**
   * Puts the robot at rest at a pose, at time 0.
   *
   * @param seed seed of all random numbers until the next reset
   * @param q joint positions, rad, not modified
   * @param measured overwritten with the first measurement
   */
  void reset(long seed, double[] q, RobotState measured);

  /**
   * Advances time by one step.
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
   * Sets a lasting force on the tool of an arm or the body of a legged robot, N, world axes.
   *
   * @throws UnsupportedOperationException if the simulator does not support it
   */
  default void push(double x, double y, double z) {
    throw new UnsupportedOperationException("this simulator cannot push the robot");
  }

  /** Releases the simulator's resources outside the JVM. */
  @Override
  default void close() {}
}
