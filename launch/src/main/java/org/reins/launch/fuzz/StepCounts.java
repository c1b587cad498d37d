package org.reins.launch.fuzz;

/**
 * What a fuzz of a filter's step has counted; all but the first number ought to be 0.
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

  /** Whether nothing went wrong. */
  public boolean isClean() {
    return exceptions + nonFinite + beyondLimit + beyondRate + bytes == 0;
  }

  /** Both together. */
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
