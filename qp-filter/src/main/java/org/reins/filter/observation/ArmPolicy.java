package org.reins.filter.observation;

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
}
