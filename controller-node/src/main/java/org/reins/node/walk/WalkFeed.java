package org.reins.node.walk;

import org.reins.filter.FilterReason;
import org.reins.robot.state.RobotState;

/** Where a walking robot's cycle gets its inputs from: the middleware, or a recording. */
interface WalkFeed {
  /**
   * Assembles the measurement of the joints' state taken last.
   *
   * @param measured overwritten when this returns NONE; its numbers are unchecked
   * @return NONE, or why there is no measurement
   */
  FilterReason measure(RobotState measured);

  /**
   * The commanded twist.
   *
   * @param out along x and y, m/s, and about z, rad/s; overwritten, with zeros if no fresh twist is
   *     available
   */
  void twist(long now, double timeout, double[] out);

  /**
   * The policy's action.
   *
   * @param out overwritten; cleared by the plan if no fresh action is available
   * @return whether a fresh action is available
   */
  boolean action(long now, double timeout, float[] out);
}
