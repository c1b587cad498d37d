package org.reins.node.output;

import org.reins.node.messages.CommandArray;
import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;

/**
 * Sends the commands for the motors of a legged robot. Runs on the control thread: allocates
 * nothing, throws nothing.
 */
public interface LegOutput {
  /**
   * Sends one command. Arrays are in the robot's joint order and not modified.
   *
   * @param targets q* with the gains and the additional torques: kp (q* − q) + kd (q̇* − q̇) + τ.
   *     At the measured state this equals the torque below
   * @param torque torques of the filter, N·m
   * @return false if the middleware refused it
   */
  boolean publish(MotorTargets targets, double[] torque);

  /** Whether the motors close their own loops, and therefore work without a measurement. */
  boolean closesInTheMotors();

  /** The topic, with its other publishers and subscribers. */
  CommandTopic<?> topic();

  /**
   * The output for a mode.
   *
   * @param mode effort or unitree
   * @param topic topic of the commands, or empty for the mode's default
   * @throws IllegalArgumentException if legged robots do not have this mode
   */
  static LegOutput of(String mode, String topic, RosNode node, RobotModel robot) {
    return switch (mode) {
      case "effort" ->
          efforts(
              CommandTopic.array(
                  node, topic.isEmpty() ? "effort_controller/commands" : topic, robot.dof()));
      case "unitree" ->
          motors(new UnitreeOutput(node, topic.isEmpty() ? "lowcmd" : topic, robot.dof()));
      default ->
          throw new IllegalArgumentException(
              "output.mode is "
                  + mode
                  + ": allowed for legged robots, such as "
                  + robot.name()
                  + ", is effort or unitree");
    };
  }

  private static LegOutput efforts(CommandTopic<CommandArray> topic) {
    return new LegOutput() {
      @Override
      public boolean publish(MotorTargets targets, double[] torque) {
        System.arraycopy(torque, 0, topic.message.values, 0, torque.length);
        return topic.publish();
      }

      @Override
      public boolean closesInTheMotors() {
        return false;
      }

      @Override
      public CommandTopic<?> topic() {
        return topic;
      }
    };
  }

  private static LegOutput motors(UnitreeOutput output) {
    return new LegOutput() {
      @Override
      public boolean publish(MotorTargets targets, double[] torque) {
        return output.publish(targets);
      }

      @Override
      public boolean closesInTheMotors() {
        return true;
      }

      @Override
      public CommandTopic<?> topic() {
        return output.topic();
      }
    };
  }
}
