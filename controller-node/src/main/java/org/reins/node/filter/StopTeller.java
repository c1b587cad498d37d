package org.reins.node.filter;

import org.reins.filter.EffortMeaning;
import org.reins.filter.FilterReason;
import org.reins.node.NodeLog;
import org.reins.robot.model.RobotModel;

/**
 * Logs, once each, what a person at the robot must know about the loop: that it stopped, why, and
 * what resumes it; that it resumed; and what the robot's effort means. Runs on the reporter's
 * thread, never on the control thread.
 */
final class StopTeller {
  // This many consecutive checks, about half a second, must agree.
  private static final int SETTLED = 50;

  private final NodeLog log;
  private FilterReason told = FilterReason.NONE;
  private int toldContrary = -1;
  private EffortMeaning toldEffort;
  private EffortMeaning lastEffort;
  private int settled;

  StopTeller(NodeLog log) {
    this.log = log;
  }

  /**
   * Logs what is new.
   *
   * @param loop thread of the loop
   * @param means meaning of the effort in the robot's states; null if not determined
   * @param robot null before it is loaded
   * @param states of the robot's joints; null before they are loaded
   * @param needs what a reset requires in addition to the request, in words
   */
  void tell(
      LoopThread loop, EffortMeaning means, RobotModel robot, JointStates states, String needs) {
    FilterReason now = loop.latchedBy();
    if (now != told) {
      told = now;
      if (now == FilterReason.NONE) {
        log.info("resumed: the stop was reset");
      } else {
        log.warn(
            "stopped: "
                + because(now, joint(loop.culprit(), robot), states)
                + ". To resume, call ~/reset_fault with "
                + needs);
      }
    }
    tellContrary(loop.contrary(), robot);
    EffortMeaning effort = loop.isActive() ? means : null;
    settled = effort == lastEffort ? settled + 1 : 0;
    lastEffort = effort;
    if (effort != null && effort != toldEffort && settled >= SETTLED) {
      toldEffort = effort;
      log.info("effort in joint_states means: " + words(effort));
    }
  }

  private void tellContrary(int joint, RobotModel robot) {
    if (joint != toldContrary) {
      toldContrary = joint;
      if (joint >= 0) {
        log.error(
            "not braked any more: the brake did not make the robot slower, and the measurement"
                + joint(joint, robot)
                + " may have the wrong sign or be that of another joint. Before a reset, compare the"
                + " order of the joints and the signs of the driver's positions with the robot file");
      }
    }
  }

  private static String joint(int i, RobotModel robot) {
    return robot == null || i < 0 || i >= robot.dof() ? "" : " of " + robot.jointNames().get(i);
  }

  private static String words(EffortMeaning effort) {
    return switch (effort) {
      case ECHO -> "the command that the robot accepted last (echo)";
      case MEASURED -> "a measured torque (measured)";
      default ->
          "nothing about the commands (absent): at most filter.lost_commands in a row may be lost";
    };
  }

  private static String absent(JointStates states) {
    String refused = states == null ? "" : states.refusedLately();
    return refused.isEmpty()
        ? "no state arrived on " + topic(states) + " for more than 100 cycles"
        : "no usable state arrived on " + topic(states) + " for more than 100 cycles: " + refused;
  }

  private static String topic(JointStates states) {
    return states == null ? "joint_states" : states.topic();
  }

  private static String because(FilterReason reason, String joint, JointStates states) {
    String topic = topic(states);
    return switch (reason) {
      case STATE_STALE -> absent(states);
      case STATE_OLD ->
          "the states on " + topic + " are too old or their stamps do not rise (state.max_age)";
      case STATE_INVALID -> "the measurement" + joint + " is not finite";
      case STATE_IMPLAUSIBLE ->
          "the measurement"
              + joint
              + " is implausible: out of range, position and velocity contradict each other, or the joint"
              + " moves against its commands";
      case STATE_FROZEN -> "the measurement" + joint + " is frozen while the joint must be moving";
      case OTHER_STATE_SOURCE -> "a second node publishes " + topic;
      case OTHER_COMMANDER -> "a second node commands the robot";
      case LOOP_STALLED ->
          "the filter was delayed for longer than the robot moves without commands";
      case UNEXPLAINED_TORQUE ->
          "the model did not explain most of a joint's torque limit for half a second";
      case COMMAND_REFUSED -> "a command did not pass the last check before the wire";
      case NOT_FOLLOWED ->
          "the robot does not follow its commands, or a joint is measured with the wrong sign";
      case PERSISTENT_FALLBACK ->
          "no safe command near the policy's was found for 1000 cycles in a row";
      case EMERGENCY_STOP -> "an emergency stop was requested";
      case WATCHDOG ->
          "the watchdog or the robot's controller has taken the robot over, or does not run";
      case NOT_AS_SIGNED ->
          "a file or parameter is not as the receipt says, as told in the line above";
      default -> "of " + reason;
    };
  }
}
