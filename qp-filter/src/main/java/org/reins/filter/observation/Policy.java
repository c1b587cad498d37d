package org.reins.filter.observation;

/**
 * A learned policy: from an observation to an action, both as the task's interface defines them
 * ({@link ReachInterface}, {@link org.reins.filter.legged.WalkInterface}).
 */
public interface Policy {
  /**
   * Chooses an action.
   *
   * @param observation not modified
   * @param action overwritten
   */
  void act(float[] observation, float[] action);

  /** Time between two actions, s. */
  default double period() {
    return 0.02;
  }

  /** Why the policy gives no answer, as one sentence; empty if it answers. */
  default String refusal() {
    return "";
  }

  /** Forgets the past, if the policy has one. */
  default void reset() {}
}
