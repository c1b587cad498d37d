package org.reins.node.arm;

/** Where an arm's cycle gets its inputs from: the middleware, or a recording. */
interface ArmFeed {
  /**
   * The state taken last.
   *
   * @param q rad, overwritten
   * @param qd rad/s, overwritten
   * @param effort N·m, overwritten
   * @return when it was measured, by the robot's clock, ns
   */
  long state(double[] q, double[] qd, double[] effort);

  /** Forgets the chunk that is executed, for the robot is where it is. */
  default void begin() {
    // A recording has what was executed.
  }

  /**
   * The policy's last action, or what is due of its last chunk.
   *
   * @param target rad, overwritten
   * @param stiffness N·m/rad, overwritten
   * @return stamp of the state that it answers, ns; while a chunk lasts, that of the last state
   */
  long action(double[] target, double[] stiffness);

  /**
   * The position of the person to keep apart from.
   *
   * @param now ns
   * @param place base frame, m; overwritten if it is known
   * @return its age, s; NaN if it is not known, 0 if no constraint needs it
   */
  double person(long now, double[] place);
}
