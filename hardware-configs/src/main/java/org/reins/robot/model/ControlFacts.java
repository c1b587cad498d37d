package org.reins.robot.model;

/**
 * How a robot is commanded.
 *
 * @param rateHz command rate, Hz
 * @param commandMode what a command is: {@code effort}, or {@code motor} for a position, a
 *     velocity, two gains and a torque a joint
 * @param gravityCompensated true when the robot adds the torque that holds it against gravity
 *     itself
 * @param lostCommandsUntilStop consecutive missing commands after which the robot stops itself
 */
public record ControlFacts(
    double rateHz, String commandMode, boolean gravityCompensated, int lostCommandsUntilStop) {

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming what is wrong
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
}
