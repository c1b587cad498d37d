package org.reins.launch.gym;

import java.util.List;
import java.util.SplittableRandom;
import org.reins.launch.experiment.FilteredArm;

/** One environment: an arm behind the filter, in episodes. Not thread-safe. */
final class GymEnvironment {
  /** The figures that a learner gets with each observation, in this order. */
  static final List<String> INFO =
      List.of(
          "level",
          "time",
          "goals",
          "missed",
          "violations",
          "near_violations",
          "changed",
          "intervention",
          "barrier_active",
          "fallbacks",
          "barrier_margin");

  private static final double ROUNDING = 1e-9;

  private final FilteredArm arm;
  private final double episodeSeconds;
  private final float[] action;
  private final float[] observation;
  private long seed;
  private boolean began;
  private boolean over;

  /**
   * Takes an arm.
   *
   * @param episodeSeconds length of an episode, s
   * @param number of this environment: the first episode without a seed of its own differs
   */
  GymEnvironment(FilteredArm arm, double episodeSeconds, int number) {
    this.arm = arm;
    this.episodeSeconds = episodeSeconds;
    action = new float[arm.actionSize()];
    observation = new float[arm.observationSize()];
    seed = number;
  }

  /** Begins an episode. */
  void reset(long with) {
    seed = with;
    arm.reset(seed);
    arm.observe(observation);
    began = true;
    over = false;
  }

  /**
   * Begins the episode after the last one. Its seed follows from that of the last one, and not as
   * the next number: a neighbour may have begun with that.
   */
  void next() {
    reset(new SplittableRandom(seed).nextLong() >>> 1);
  }

  /**
   * Runs one action.
   *
   * @param actions of all environments, not modified
   * @param from place of the first number of this one's
   * @return the reward
   */
  double step(float[] actions, int from) {
    System.arraycopy(actions, from, action, 0, action.length);
    double reward = arm.step(action);
    arm.observe(observation);
    over = arm.time() >= episodeSeconds - ROUNDING;
    return reward;
  }

  /** Whether an episode has begun. */
  boolean hasBegun() {
    return began;
  }

  /** Whether the episode has ended. */
  boolean isOver() {
    return over;
  }

  /** The seed of the episode. */
  long seed() {
    return seed;
  }

  /** Writes the present observation to a place. */
  void observation(float[] all, int from) {
    System.arraycopy(observation, 0, all, from, observation.length);
  }

  /** Writes the figures of {@link #INFO} to a place. */
  void info(double[] all, int from) {
    double[] values = {
      arm.level(),
      arm.time(),
      arm.chase().reached(),
      arm.chase().missed(),
      arm.judge().events(),
      arm.nearViolations(),
      arm.tally().changed(),
      arm.tally().intervention(),
      arm.tally().barrier(),
      arm.tally().fallbacks(),
      arm.tally().margin()
    };
    System.arraycopy(values, 0, all, from, values.length);
  }

  /** The arm, for pictures. */
  FilteredArm arm() {
    return arm;
  }
}
