package org.reins.launch.simnode;

/**
 * One run of the simulated robot.
 *
 * @param seed of the world and the sensors
 * @param seconds of robot time from the first command, 1 to 3600
 * @param slotSeconds time for which a goal stays, s, 0.5 to 60
 * @param disturb whether the tool is pushed at 60 % of the run
 */
public record RobotRun(long seed, double seconds, double slotSeconds, boolean disturb) {
  /** Force on the tool, N. */
  public static final double PUSH_FORCE = 20;

  /** Duration of the push, s. */
  public static final double PUSH_SECONDS = 0.25;

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public RobotRun {
    if (!(seconds >= 1 && seconds <= 3600)) {
      throw new IllegalArgumentException("seconds is " + seconds + ": allowed is 1 to 3600");
    }
    if (!(slotSeconds >= 0.5 && slotSeconds <= 60)) {
      throw new IllegalArgumentException(
          "slot seconds is " + slotSeconds + ": allowed is 0.5 to 60");
    }
  }

  /** Time of the push, s of robot time. */
  public double pushAt() {
    return 0.6 * seconds;
  }
}
