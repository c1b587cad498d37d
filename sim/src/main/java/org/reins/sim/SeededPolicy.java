package org.reins.sim;

import org.reins.filter.observation.Policy;

/** A policy with a state of its own. The same seed gives the same actions. */
public interface SeededPolicy extends Policy {
  /** Starts over. */
  void reset(long seed);
}
