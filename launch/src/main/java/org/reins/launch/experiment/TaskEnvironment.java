package org.reins.launch.experiment;

import org.reins.filter.observation.Policy;

/**
 * A task behind the filter, in lockstep, that a policy can be tuned at. What is counted begins anew
 * with each reset; the envelope's level, where a planner decides, goes on.
 */
public interface TaskEnvironment {
  /** Begins an episode drawn from a seed, with everything that was broken repaired. */
  void reset(long seed);

  /**
   * Lets one period of the policy pass.
   *
   * @return the reward
   */
  double step(Policy policy);

  /** Period of the policy, s. */
  double period();

  /** Time since the reset, s. */
  double time();

  /** Whether the episode cannot go on. */
  boolean isOver();

  /** The envelope's level. */
  int level();

  /** Violations of true limits. */
  long violations();

  /** Stretches in which the robot was truly close to one. */
  long nearViolations();

  /** Tasks done. */
  long done();

  /** Tasks failed. */
  long failed();

  /** Breaks what the filter must notice at once, until the next reset. */
  void degrade();
}
