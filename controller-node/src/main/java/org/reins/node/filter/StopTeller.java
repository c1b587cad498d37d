package org.reins.node.filter;

import org.reins.filter.EffortMeaning;
import org.reins.filter.FilterReason;
import org.reins.node.NodeLog;
import org.reins.robot.model.RobotModel;

/**
 * Says in the log what a person at the robot must know of the loop, once each: that it stopped,
 * why, and what lets it go on; that it goes on; and what the robot's effort is taken for. On the
 * reporter's thread, never on the control thread.
 */
final class StopTeller {
  // So many looks in a row, about half a second, must find the same.
  private static final int SETTLED = 50;

  private final NodeLog log;
  private FilterReason told = FilterReason.NONE;
  private EffortMeaning toldEffort;
  private EffortMeaning lastEffort;
  private int settled;

  StopTeller(NodeLog log) {
    this.log = log;
  }

  /**
   * Tells what is new.
   *
   * @param robot null before it is loaded
   * @param needs what a reset needs beside being asked for, in words
   */
  void tell(ControlLoop loop, RobotModel robot, String needs) {
    FilterReason now = loop.thread().latchedBy();
    if (now != told) {
      told = now;
      if (now == FilterReason.NONE) {
        log.info("goes on: the stop was reset");
      } else {
        log.warn(
            "stopped, because "
                + because(now, joint(loop.thread().culprit(), robot))
                + "; it goes on after ~/reset_fault with "
                + needs);
      }
    }
    EffortMeaning effort = loop.thread().isActive() ? loop.effort() : null;
    settled = effort == lastEffort ? settled + 1 : 0;
    lastEffort = effort;
    if (effort != null && effort != toldEffort && settled >= SETTLED) {
      toldEffort = effort;
      log.info("effort in joint_states is taken for: " + words(effort));
    }
  }

  private static String joint(int i, RobotModel robot) {
    return robot == null || i < 0 || i >= robot.dof() ? "" : " of " + robot.jointNames().get(i);
  }

  private static String words(EffortMeaning effort) {
    return switch (effort) {
      case ECHO -> "the command that the robot accepted last";
      case MEASURED -> "a measured torque";
      default -> "no word on the commands; at most filter.lost_commands in a row may be lost";
    };
  }

  private static String because(FilterReason reason, String joint) {
    return switch (reason) {
      case STATE_STALE -> "no state came on joint_states for more than 100 cycles";
      case STATE_OLD ->
          "the states on joint_states are too old or their stamps do not rise (state.max_age)";
      case STATE_INVALID -> "the measurement" + joint + " is not finite";
      case STATE_IMPLAUSIBLE ->
          "the measurement"
              + joint
              + " cannot be true: beyond its range, or position and velocity contradict each other";
      case STATE_FROZEN -> "the measurement" + joint + " stands still though it must be moving";
      case OTHER_STATE_SOURCE -> "another node publishes joint_states, too";
      case OTHER_COMMANDER -> "another node commands the robot, too";
      case LOOP_STALLED ->
          "the filter itself was held up for longer than the robot goes on without commands";
      case UNEXPLAINED_TORQUE ->
          "most of a joint's torque limit was not explained by the model for half a second";
      case COMMAND_REFUSED -> "a command did not pass the last check before the wire";
      case NOT_FOLLOWED -> "the robot does not come after its positions";
      case PERSISTENT_FALLBACK -> "no safe command near the policy's was found for 1000 cycles";
      case EMERGENCY_STOP -> "somebody asked for an emergency stop";
      default -> "of " + reason;
    };
  }
}
