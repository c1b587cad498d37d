package org.reins.launch.simnode;

import org.reins.sim.Violation;

/**
 * When a violation began, and the conditions shortly before.
 *
 * @param time in the world, s
 * @param kind what was violated
 * @param commandsMissing periods without a new command within the last {@value #RECENTLY} periods
 * @param periodsStood periods for which the world stood still within the same time
 * @param braking whether the robot's own brakes are closed
 */
public record ViolationNote(
    double time, Violation kind, int commandsMissing, long periodsStood, boolean braking) {
  /** How far back "shortly before" reaches, periods. */
  public static final int RECENTLY = 500;
}
