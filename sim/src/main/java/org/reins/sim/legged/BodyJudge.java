package org.reins.sim.legged;

import org.reins.filter.legged.TrotGait;
import org.reins.filter.legged.WalkState;

/** Judges from the simulator's true state how far the body of a legged robot is from a fall. */
public final class BodyJudge {
  // A walking robot has fallen if it is beyond this tilt or below this share of its height.
  private static final double FALLEN_TILT = Math.PI / 4;
  private static final double FALLEN_HEIGHT = WalkState.FALLEN_HEIGHT;

  private final LeggedSim sim;
  private final double standing;
  private boolean fallen;

  /** Judges a simulated robot. */
  public BodyJudge(LeggedSim sim) {
    this.sim = sim;
    standing = new TrotGait(sim.robot()).height();
  }

  /** Starts over. */
  public void reset() {
    fallen = false;
  }

  /** Evaluates the robot's present state. */
  public void observe() {
    fallen |= margin() < 0;
  }

  /** Angle between the body's z and the vertical, rad. */
  public double tilt() {
    double[] q = sim.trueQuaternion();
    return Math.acos(Math.max(-1, Math.min(1, 1 - 2 * (q[1] * q[1] + q[2] * q[2]))));
  }

  /** True height of the base's origin over the ground below it, m. */
  public double height() {
    double[] p = sim.truePosition();
    return p[2] - sim.ground(p[0], p[1]);
  }

  /**
   * How far the body is from a fall: the smaller remaining share of its tilt and of its height. It
   * is 1 when the body is level at full height, and below 0 when the robot has fallen.
   */
  public double margin() {
    double level = 1 - tilt() / FALLEN_TILT;
    double high = (height() / standing - FALLEN_HEIGHT) / (1 - FALLEN_HEIGHT);
    return Math.min(level, high);
  }

  /** Whether the robot has fallen since the reset. */
  public boolean fallen() {
    return fallen;
  }
}
