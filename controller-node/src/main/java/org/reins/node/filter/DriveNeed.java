package org.reins.node.filter;

import java.util.List;
import java.util.function.Function;

/**
 * What must hold before a filter drives the robot, in the order in which it is asked. The same
 * needs stand in the way of an activation and of a person's reset.
 */
public enum DriveNeed {
  /** Its loop has passed the self-test. */
  CONFIGURED("the filter is configured and its self-test passed"),
  /** Nobody has requested an emergency stop that was not reset. */
  NO_EMERGENCY_STOP("each emergency stop that was requested has been reset"),
  /** It sends commands. */
  ACTIVE("the filter is active"),
  /** No other node commands the robot. */
  NO_OTHER_COMMANDER("no other node publishes commands"),
  /** No other node publishes the robot's states. */
  NO_OTHER_STATE_SOURCE("no other node publishes the robot's states"),
  /** Files and parameters are as signed, where a receipt is required. */
  AS_SIGNED("files and parameters are as signed, where a receipt is required"),
  /** Every input has arrived. */
  INPUTS("all inputs arrive"),
  /** The command topic has a robot behind it. */
  COMMANDS_TAKEN("a robot takes the commands, and no other node sends any"),
  /** The watchdog runs, and does not hold the robot. */
  WATCHDOG("the watchdog runs and has been reset, where one is required"),
  /** The measurement of a cycle is usable; the control thread asks this one. */
  USABLE_MEASUREMENT("a fresh, finite, plausible measurement; legs: the robot stands");

  /** What an activation needs. */
  public static final List<DriveNeed> FOR_ACTIVATION =
      List.of(
          CONFIGURED,
          NO_EMERGENCY_STOP,
          AS_SIGNED,
          INPUTS,
          COMMANDS_TAKEN,
          WATCHDOG,
          USABLE_MEASUREMENT);

  /** What a reset needs. */
  public static final List<DriveNeed> FOR_RESET =
      List.of(
          ACTIVE,
          NO_OTHER_COMMANDER,
          NO_OTHER_STATE_SOURCE,
          AS_SIGNED,
          WATCHDOG,
          USABLE_MEASUREMENT);

  private final String words;

  DriveNeed(String words) {
    this.words = words;
  }

  /** What it means, for people. */
  public String words() {
    return words;
  }

  /**
   * The first of some needs that is not met.
   *
   * @param objection why a need is not met, as one sentence; empty if it is
   * @return that sentence; empty if all are met
   */
  static String unmet(List<DriveNeed> needs, Function<DriveNeed, String> objection) {
    for (DriveNeed need : needs) {
      String why = objection.apply(need);
      if (!why.isEmpty()) {
        return why;
      }
    }
    return "";
  }
}
