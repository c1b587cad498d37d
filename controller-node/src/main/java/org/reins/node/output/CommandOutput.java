package org.reins.node.output;

import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;

/**
 * Sends the filter's answer in the form that the robot's controller takes. Runs on the control
 * thread: allocates nothing, throws nothing.
 */
public interface CommandOutput {
  /**
   * Starts over with a robot that may have moved.
   *
   * @param q its positions, rad, not modified
   */
  void begin(double[] q);

  /**
   * Replaces the measured state by the state that the filter must judge. A robot that follows
   * positions will still move to its last commanded position.
   *
   * @param q measured positions, rad; may be overwritten
   * @param qd measured velocities, rad/s; may be overwritten
   * @return whether they may have been overwritten
   */
  default boolean refer(double[] q, double[] qd) {
    return false;
  }

  /** Whether the robot follows its commands. Once false, it stays false until {@link #begin}. */
  default boolean isFollowed() {
    return true;
  }

  /**
   * Sends one command after a last check. Every sent command is finite, within the limits and
   * within the rate limit of its kind. Arrays are in the robot's joint order and not modified.
   *
   * @param q measured positions, rad
   * @param qd measured velocities, rad/s
   * @param fresh whether they were measured since the last command
   * @param rest whether only rest may be sent: a robot that follows velocities or positions is then
   *     brought to rest from its last command, whatever is measured
   * @param effort the filter's torques, N·m
   * @param acceleration resulting acceleration by the model, rad/s²
   * @return false if the middleware refused it
   */
  boolean publish(
      double[] q, double[] qd, boolean fresh, boolean rest, double[] effort, double[] acceleration);

  /**
   * Sends an unfiltered command, for comparison in simulation. Only numbers that are not finite are
   * not sent.
   */
  boolean publishAsIs(
      double[] q, double[] qd, boolean fresh, double[] effort, double[] acceleration);

  /** Number of commands so far that failed the last check and were repaired. */
  long repairs();

  /**
   * The output for a mode.
   *
   * @param mode effort, velocity, position or trajectory
   * @param topic topic of the commands, or empty for the mode's default
   * @throws IllegalArgumentException if the mode is unknown
   */
  static CommandOutput of(String mode, String topic, RosNode node, RobotModel robot) {
    return switch (mode) {
      case "effort" -> new EffortOutput(node, name(topic, "effort_controller/commands"), robot);
      case "velocity" ->
          new VelocityOutput(node, name(topic, "velocity_controller/commands"), robot);
      case "position" ->
          PositionOutput.array(node, name(topic, "position_controller/commands"), robot);
      case "trajectory" ->
          PositionOutput.trajectory(
              node, name(topic, "joint_trajectory_controller/joint_trajectory"), robot);
      default ->
          throw new IllegalArgumentException(
              "output.mode is " + mode + ": allowed is effort, velocity, position or trajectory");
    };
  }

  /** The given topic, or the mode's default. */
  private static String name(String given, String own) {
    return given.isEmpty() ? own : given;
  }

  /**
   * Whether the robot measures the torques that it was sent. A robot that follows velocities or
   * positions applies torques that the filter did not choose. The filter then builds on its own
   * last choice.
   */
  default boolean takesTorques() {
    return true;
  }

  /**
   * The numbers that were sent last: torques, velocities or positions; owned by this object,
   * overwritten by the next command.
   */
  double[] sent();

  /** The topic, with its other publishers and subscribers. */
  CommandTopic<?> topic();
}
