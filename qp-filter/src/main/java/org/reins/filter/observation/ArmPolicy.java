package org.reins.filter.observation;

import org.reins.filter.chunk.ActionChunk;

/** A policy that drives an arm to a goal by joint targets, whatever it sees; not thread-safe. */
public interface ArmPolicy {
  /** Time between two actions, s. */
  double period();

  /** Forgets the past. */
  void reset();

  /**
   * Chooses an action.
   *
   * @param q positions, rad, not modified
   * @param qd velocities, rad/s, not modified
   * @param goal m, in the robot's base frame, not modified
   * @param target joint targets, rad, overwritten
   * @param stiffness N·m/rad, overwritten
   * @return false if there is no usable action: the filter treats that as a missing one
   */
  boolean act(double[] q, double[] qd, double[] goal, double[] target, double[] stiffness);

  /** Whether the policy needs a goal point to act. */
  default boolean needsGoal() {
    return true;
  }

  /** Whether the policy answers chunks: then {@link #plan} replaces {@link #act}. */
  default boolean isChunked() {
    return false;
  }

  /**
   * Chooses the next steps; once per {@link #period}.
   *
   * @param q positions, rad, not modified
   * @param qd velocities, rad/s, not modified
   * @param goal m, in the robot's base frame, not modified
   * @param chunk overwritten except for its stamp
   * @return false if there are no usable steps: then the last chunk goes on
   */
  default boolean plan(double[] q, double[] qd, double[] goal, ActionChunk chunk) {
    throw new UnsupportedOperationException("this policy answers single actions");
  }
}
