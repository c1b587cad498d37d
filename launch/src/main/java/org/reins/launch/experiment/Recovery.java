package org.reins.launch.experiment;

import org.reins.learning.policy.TanhNetwork;
import org.reins.node.planner.EnvelopePlanner;

/**
 * A load that the model does not know is hung on the tool of an arm that has earned a wide
 * envelope, and taken off again: how fast does the envelope fall, and is it earned again?
 */
public final class Recovery {
  private static final double LOAD = 8;
  private static final double LOADED_SECONDS = 2;
  private static final double GRAVITY = 9.81;
  private static final double EPISODE = 10;

  private final FilteredArm arm;
  private final TanhNetwork policy;
  private final float[] observation;
  private final float[] action;
  private long seed;

  /**
   * What happened.
   *
   * @param level that was earned before; below the wanted one when it never was
   * @param secondsToLevel s
   * @param periodsToBase planner periods from the load to the base; infinite when it never fell
   * @param secondsToLevelAgain from taking the load off to the same level; infinite when it was not
   *     earned again
   */
  public record Outcome(
      int level, double secondsToLevel, double periodsToBase, double secondsToLevelAgain) {}

  /**
   * Prepares.
   *
   * @param arm with a planner
   */
  public Recovery(FilteredArm arm, TanhNetwork policy) {
    this.arm = arm;
    this.policy = policy;
    observation = new float[arm.observationSize()];
    action = new float[arm.actionSize()];
  }

  /**
   * Runs it.
   *
   * @param wanted level to earn first
   * @param patience most seconds to earn it
   */
  public Outcome run(int wanted, double patience, long firstSeed) {
    seed = firstSeed;
    arm.reset(seed);
    double first = earn(wanted, patience);
    int level = arm.level();
    double before = arm.time();
    double fallen = Double.POSITIVE_INFINITY;
    arm.arm().push(0, 0, -GRAVITY * LOAD);
    while (arm.time() < before + LOADED_SECONDS) {
      step();
      if (arm.level() == 0 && fallen == Double.POSITIVE_INFINITY) {
        fallen = arm.time() - before;
      }
    }
    seed++;
    arm.reset(seed);
    return new Outcome(level, first, fallen / EnvelopePlanner.PERIOD, earn(wanted, 4 * patience));
  }

  private double earn(int wanted, double patience) {
    double elapsed = 0;
    while (arm.level() < wanted) {
      if (elapsed > patience) {
        return Double.POSITIVE_INFINITY;
      }
      if (arm.time() >= EPISODE) {
        seed++;
        arm.reset(seed);
      }
      double before = arm.time();
      step();
      elapsed += arm.time() - before;
    }
    return elapsed;
  }

  private void step() {
    arm.observe(observation);
    policy.act(observation, action);
    arm.step(action);
  }
}
