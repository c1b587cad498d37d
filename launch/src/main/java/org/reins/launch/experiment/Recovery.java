package org.reins.launch.experiment;

import org.reins.filter.observation.Policy;
import org.reins.node.planner.EnvelopePlanner;

/**
 * A robot that has earned a wide envelope is degraded, and then repaired. Measures how fast the
 * envelope falls, and whether it is earned again.
 */
public final class Recovery {
  private static final double DEGRADED_SECONDS = 2;
  private static final double EPISODE = 10;

  private final TaskEnvironment course;
  private final Policy policy;
  private long seed;

  /**
   * The results.
   *
   * @param level earned before; below the wanted level if that was never reached
   * @param secondsToLevel s
   * @param periodsToBase planner periods from the degradation to the base; infinite if it never
   *     fell
   * @param secondsToLevelAgain from the repair to the same level; infinite if it was not earned
   *     again
   */
  public record Outcome(
      int level, double secondsToLevel, double periodsToBase, double secondsToLevelAgain) {}

  /**
   * Prepares.
   *
   * @param course with a planner
   */
  public Recovery(TaskEnvironment course, Policy policy) {
    this.course = course;
    this.policy = policy;
  }

  /**
   * Runs it.
   *
   * @param wanted level to earn first
   * @param patience time limit for earning it, s
   */
  public Outcome run(int wanted, double patience, long firstSeed) {
    seed = firstSeed;
    course.reset(seed);
    double first = earn(wanted, patience);
    int level = course.level();
    double before = course.time();
    double fallen = Double.POSITIVE_INFINITY;
    course.degrade();
    while (course.time() < before + DEGRADED_SECONDS && !course.isOver()) {
      step();
      if (course.level() == 0 && fallen == Double.POSITIVE_INFINITY) {
        fallen = course.time() - before;
      }
    }
    seed++;
    course.reset(seed);
    return new Outcome(level, first, fallen / EnvelopePlanner.PERIOD, earn(wanted, 4 * patience));
  }

  private double earn(int wanted, double patience) {
    double elapsed = 0;
    while (course.level() < wanted) {
      if (elapsed > patience) {
        return Double.POSITIVE_INFINITY;
      }
      if (course.time() >= EPISODE || course.isOver()) {
        seed++;
        course.reset(seed);
      }
      double before = course.time();
      step();
      elapsed += course.time() - before;
    }
    return elapsed;
  }

  private void step() {
    course.step(policy);
  }
}
