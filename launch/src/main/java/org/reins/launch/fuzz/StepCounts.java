package org.reins.launch.fuzz;

/**
 * The counters of a fuzz test of a filter's step; all but the first must be 0.
 *
 * @param steps run
 * @param exceptions thrown
 * @param nonFinite commands with a number that is not finite
 * @param beyondLimit commands with a number beyond a limit of the robot
 * @param beyondRate commands that changed faster than the robot's rates allow
 * @param bytes allocated by the steps
 */
public record StepCounts(
    long steps, long exceptions, long nonFinite, long beyondLimit, long beyondRate, long bytes) {

  /** Whether no failure was counted. */
  public boolean isClean() {
    return exceptions + nonFinite + beyondLimit + beyondRate + bytes == 0;
  }

  /** The sum of both. */
  public StepCounts plus(StepCounts o) {
    return new StepCounts(
        steps + o.steps,
        exceptions + o.exceptions,
        nonFinite + o.nonFinite,
        beyondLimit + o.beyondLimit,
        beyondRate + o.beyondRate,
        bytes + o.bytes);
  }
}
