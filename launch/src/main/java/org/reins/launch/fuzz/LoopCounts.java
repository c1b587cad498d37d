package org.reins.launch.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * The counters of a closed-loop fuzz test.
 *
 * @param episodes run
 * @param violations episodes in which the robot truly violated a limit without a warning from the
 *     filter
 * @param unholdable episodes with a violation under a push while the filter said, within 0.1 s,
 *     that no torque within limits and rates holds all limits, or while no command reached the
 *     robot
 * @param nonFinite commands that were not finite
 * @param stopped episodes that ended in a latched stop
 * @param failures the first violating episodes, each as text with what is needed to repeat it
 */
public record LoopCounts(
    long episodes,
    long violations,
    long unholdable,
    long nonFinite,
    long stopped,
    List<String> failures) {
  private static final int MOST_FAILURES = 20;

  /** Copies the first failures. */
  public LoopCounts {
    failures = List.copyOf(failures.subList(0, Math.min(MOST_FAILURES, failures.size())));
  }

  /** No episodes yet. */
  public static LoopCounts none() {
    return new LoopCounts(0, 0, 0, 0, 0, List.of());
  }

  /** The sum of both. */
  public LoopCounts plus(LoopCounts o) {
    List<String> both = new ArrayList<>(failures);
    both.addAll(o.failures);
    return new LoopCounts(
        episodes + o.episodes,
        violations + o.violations,
        unholdable + o.unholdable,
        nonFinite + o.nonFinite,
        stopped + o.stopped,
        both);
  }
}
