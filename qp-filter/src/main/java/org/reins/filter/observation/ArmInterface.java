package org.reins.filter.observation;

/**
 * What a policy of an arm sees, and what its answer asks of the joints, without the policy. Not
 * thread-safe.
 */
public interface ArmInterface {
  /** Time between two actions, s. */
  double period();

  /** Numbers in an observation. */
  int observationSize();

  /** Numbers in an action. */
  int actionSize();

  /** Forgets the past. */
  void reset();

  /**
   * Builds the observation for the next action.
   *
   * @param q positions, rad or m, not modified
   * @param qd velocities, rad/s or m/s, not modified
   * @param goal m, in the robot's base frame, not modified
   * @param observation overwritten
   */
  void observe(double[] q, double[] qd, double[] goal, float[] observation);

  /**
   * Turns an action into a joint target and stiffness.
   *
   * @param action finite, not modified; the interface clips it where it says so
   * @param q positions at which the observation was made, rad or m, not modified
   * @param target joint target, rad or m, overwritten
   * @param stiffness N·m/rad or N/m, overwritten
   */
  void apply(float[] action, double[] q, double[] target, double[] stiffness);

  /**
   * Goes on with the last action: once in each control period after the first one.
   *
   * @param q measured positions, rad or m, not modified
   * @param dt time since the last call of this or of {@link #apply}, s
   * @param target joint target, rad or m, overwritten if it changes while an action lasts
   * @param stiffness N·m/rad or N/m, likewise
   */
  default void advance(double[] q, double dt, double[] target, double[] stiffness) {
    // An action is held.
  }
}
