package org.reins.node.output;

import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;

/**
 * Sends the filter's answer in the form that the robot's controller takes. On the control thread:
 * allocates nothing, throws nothing.
 */
public interface CommandOutput {
  /**
   * Begins anew with a robot that may be elsewhere.
   *
   * @param q where it is, rad, not modified
   */
  void begin(double[] q);

  /**
   * Puts what the filter must judge in the place of what is measured: a robot that follows
   * positions will still go where it was told to.
   *
   * @param q measured positions, rad; may be overwritten
   * @param qd measured velocities, rad/s; may be overwritten
   * @return whether they may have been
   */
  default boolean refer(double[] q, double[] qd) {
    return false;
  }

  /** Whether the robot comes after what it is told; when it does not, until {@link #begin}. */
  default boolean isFollowed() {
    return true;
  }

  /**
   * Sends one command, after a last check: what reaches the wire is finite, within the limits and
   * within the rate of its kind. Arrays are in the robot's joint order and not modified.
   *
   * @param q measured positions, rad
   * @param qd measured velocities, rad/s
   * @param fresh whether they were measured since the last command
   * @param rest whether nothing but rest may be sent: a robot that follows velocities or positions
   *     is then led to rest from what it was told, whatever is measured
   * @param effort the filter's torques, N·m
   * @param acceleration that they give by the model, rad/s²
   * @return false when the middleware refused it
   */
  boolean publish(
      double[] q, double[] qd, boolean fresh, boolean rest, double[] effort, double[] acceleration);

  /**
   * Sends what no filter has chosen, for comparison in simulation: only numbers that are none are
   * kept from the wire.
   */
  boolean publishAsIs(
      double[] q, double[] qd, boolean fresh, double[] effort, double[] acceleration);

  /** Commands that did not pass the last check so far, and were repaired. */
  long repairs();

  /**
   * The output of a mode.
   *
   * @param mode effort, velocity, position or trajectory
   * @param topic where to, or empty for the mode's own
   * @throws IllegalArgumentException when there is no such mode
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

  /** The topic that was given, or the mode's own. */
  private static String name(String given, String own) {
    return given.isEmpty() ? own : given;
  }

  /**
   * Whether the robot measures the torques that it was sent. One that follows velocities or
   * positions has its own, which the filter did not choose: there the filter builds on what it
   * chose last.
   */
  default boolean takesTorques() {
    return true;
  }

  /** The topic, and who else is there. */
  CommandTopic<?> topic();
}
