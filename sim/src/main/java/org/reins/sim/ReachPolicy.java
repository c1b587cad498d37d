package org.reins.sim;

/**
 * A policy of the reaching task: from an observation to an action, both as {@link ReachInterface}
 * defines them.
 */
public interface ReachPolicy {
  /**
   * Chooses an action.
   *
   * @param observation not modified
   * @param action overwritten
   */
  void act(float[] observation, float[] action);
}
