package org.reins.node.story;

import org.reins.filter.FilterReason;

/** What lets the robot go on, and which parameters have a say in it. */
final class Remedies {
  private Remedies() {}

  /** What lets the robot go on after this reason, in words; empty if nothing has to be done. */
  static String of(FilterReason reason) {
    return switch (reason) {
      case NONE, CONSTRAINT -> "";
      case ACTION_STALE ->
          "an action that answers a state at most action_timeout old; is the policy running, and as"
              + " fast as it should?";
      case ACTION_INVALID -> "a finite action within its range, with stiffness of 0 or more";
      case STATE_STALE ->
          "a state in every period; after a stop ~/reset_fault. If single states get lost, look at"
              + " the driver's rate and QoS (./reins doctor)";
      case STATE_OLD -> "states younger than state.max_age, with rising stamps; then ~/reset_fault";
      case STATE_INVALID -> "finite measurements of every joint; then ~/reset_fault";
      case STATE_IMPLAUSIBLE ->
          "positions and velocities that fit each other, within the robot file's limits; then"
              + " ~/reset_fault";
      case STATE_FROZEN -> "measurements that follow the motion; then ~/reset_fault";
      case QP_INFEASIBLE ->
          "a situation in which the hard rows can all be kept: slower motion (envelope.speed_scale)"
              + " or more distance";
      case QP_FAILED, POST_CHECK ->
          "nothing: the next cycle tries again; please report it if it lasts";
      case PERSISTENT_FALLBACK ->
          "room to move: the rows below left none for a second; take the robot away from them, then"
              + " ~/reset_fault";
      case OUT_OF_DISTRIBUTION ->
          "states and commands like those of the barrier's data; more data there, or none as"
              + " barrier if its zone does not matter";
      case PAUSED -> "~/pause with false";
      case EMERGENCY_STOP -> "~/reset_fault, once whoever pressed it agrees";
      case OTHER_COMMANDER -> "no second node on the command topic; then ~/reset_fault";
      case OTHER_STATE_SOURCE -> "one publisher of joint_states; then ~/reset_fault";
      case NOT_FOLLOWED ->
          "the robot's own controller following its commands (protective stop, brakes, mode?); then"
              + " ~/reset_fault";
      case LOOP_STALLED ->
          "~/reset_fault; the machine held the filter up: see docs/real-time.md and ./reins doctor";
      case UNEXPLAINED_TORQUE ->
          "no outer force; if nothing touches the robot, its load or its friction is missing in the"
              + " robot file; after a stop ~/reset_fault";
      case COMMAND_REFUSED -> "~/reset_fault; please report it with this recording";
      case WATCHDOG ->
          "a filter that is not late; reset the watchdog or the controller, then ~/reset_fault"
              + " (docs/watchdog.md, docs/ros2-control.md)";
      case NOT_AS_SIGNED ->
          "the files and parameters that were signed, or a new receipt (docs/arming.md)";
      case PERSON_UNKNOWN -> "positions on person at most person.timeout old, from one publisher";
    };
  }

  /**
   * What eases a row, in words.
   *
   * @param name of the row, such as panda_joint4.upper
   * @param words of the row
   * @param speed whether it stood for a joint's speed limit
   * @param acceleration whether it stood for a joint's acceleration limit
   */
  static String of(String name, String words, boolean speed, boolean acceleration) {
    if (speed) {
      return "slower actions, or a larger envelope.speed_scale (the planner's level and the"
          + " operator's limit; the smaller counts)";
    }
    if (acceleration) {
      return "smoother actions; the limit is in the robot file";
    }
    if (name.endsWith(".upper") || name.endsWith(".lower")) {
      return "targets farther from the joint's limit; filter.position_margin and filter.horizon set"
          + " how early it acts";
    }
    if (name.equals("profile.tool_speed")) {
      return "a wider profile (profile, with operator.key), or slower actions";
    }
    if (name.endsWith(".separation")) {
      return "the person farther away, or slower motion towards them";
    }
    if (name.endsWith(".energy") || name.endsWith(".speed")) {
      return "slower actions; the limit is in the constraint file";
    }
    if (words.startsWith("distance of")) {
      return "targets farther away; envelope.barrier_margin is the distance kept, and"
          + " filter.obstacle_braking and filter.horizon set how early it acts";
    }
    return "targets farther inside the learned region; filter.alpha (larger: later and harder) and"
        + " envelope.barrier_margin";
  }
}
