package org.reins.robot.model;

/**
 * How a robot is commanded.
 *
 * @param rateHz command rate, Hz
 * @param commandMode kind of command: {@code effort}, or {@code motor} for a position, a velocity,
 *     two gains and a torque per joint
 * @param gravityCompensated whether the robot itself adds the torque that holds it against gravity
 * @param lostCommandsUntilStop consecutive missing commands after which the robot stops itself
 */
public record ControlFacts(
    double rateHz, String commandMode, boolean gravityCompensated, int lostCommandsUntilStop) {

  // Longest time for which a robot that stops by itself may keep its last command, s.
  private static final double SOON = 0.05;

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the error
   */
  public ControlFacts {
    if (!(rateHz >= 1 && rateHz <= 10_000)) {
      throw new IllegalArgumentException("rate_hz is " + rateHz + ": allowed is 1 to 10000");
    }
    if (!commandMode.equals("effort") && !commandMode.equals("motor")) {
      throw new IllegalArgumentException(
          "command_mode is " + commandMode + ": allowed is effort or motor");
    }
    if (lostCommandsUntilStop < 1) {
      throw new IllegalArgumentException(
          "lost_commands_until_stop is " + lostCommandsUntilStop + ": it must be at least 1");
    }
  }

  /**
   * Whether the robot stops by itself within 50 ms of the last command, so that a filter that does
   * not see it may leave the stop to it.
   */
  public boolean stopsByItself() {
    return lostCommandsUntilStop <= SOON * rateHz;
  }
}
