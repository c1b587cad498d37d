package org.reins.launch.experiment;

import org.reins.filter.observation.Policy;

/**
 * A task behind the filter, in lockstep, for tuning a policy. The counters start over with each
 * reset; the envelope's level, if a planner decides it, persists.
 */
public interface TaskEnvironment {
  /** Starts an episode drawn from a seed, with all faults repaired. */
  void reset(long seed);

  /**
   * Runs one period of the policy.
   *
   * @return the reward
   */
  double step(Policy policy);

  /** Period of the policy, s. */
  double period();

  /** Time since the reset, s. */
  double time();

  /** Whether the episode cannot continue. */
  boolean isOver();

  /** The envelope's level. */
  int level();

  /** Violations of true limits. */
  long violations();

  /** Stretches in which the robot was truly close to one. */
  long nearViolations();

  /** Tasks completed. */
  long done();

  /** Tasks failed. */
  long failed();

  /** Causes a fault that the filter must notice immediately, until the next reset. */
  void degrade();
}
