package org.reins.filter.chunk;

import org.reins.filter.policy.ChunkShape;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Checks a chunk as a whole, before any of it is executed: shape, finite numbers, stiffness, the
 * joints' limits, and speed and change of speed between steps. Linear interpolation between steps
 * stays within what was checked. What depends on the present command is {@link ChunkPlayer}'s.
 * Nothing allocates after construction; not thread-safe.
 */
public final class ChunkCheck {
  /**
   * Largest change of a joint's speed between two steps, as a multiple of what its acceleration
   * limit allows in that time. Networks answer with some noise, of which the second difference is
   * large; what is executed is within the limit, for that is the filter's.
   */
  public static final double ACCELERATION = 4;

  // Networks answer in float32.
  private static final double ROUNDING = 1e-5;

  private final int n;
  private final double[] low;
  private final double[] high;
  private final double[] speed;
  private final double[] acceleration;
  private int joint = -1;
  private int step = -1;

  /** Prepares a robot. */
  public ChunkCheck(RobotModel robot) {
    n = robot.dof();
    low = new double[n];
    high = new double[n];
    speed = new double[n];
    acceleration = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      low[i] = l.lower() - ROUNDING;
      high[i] = l.upper() + ROUNDING;
      speed[i] = l.velocity() * (1 + ROUNDING);
      acceleration[i] = ACCELERATION * l.acceleration();
    }
  }

  /**
   * Checks a chunk.
   *
   * @param c not modified
   * @return the first fault, or NONE
   */
  public ChunkFault check(ActionChunk c) {
    joint = -1;
    step = -1;
    if (c.joints != n
        || c.kind == null
        || c.steps < 1
        || c.steps > ChunkShape.MOST_STEPS
        || !(c.step > 0 && c.step <= 1)) {
      return ChunkFault.SHAPE;
    }
    for (int k = 0; k < c.steps; k++) {
      for (int i = 0; i < n; i++) {
        ChunkFault fault = number(c, k, i);
        if (fault != ChunkFault.NONE) {
          joint = i;
          step = k;
          return fault;
        }
      }
    }
    return ChunkFault.NONE;
  }

  private ChunkFault number(ActionChunk c, int k, int i) {
    int at = k * n + i;
    double x = c.target[at];
    double stiffness = c.stiffness[at];
    if (!Double.isFinite(x) || !Double.isFinite(stiffness)) {
      return ChunkFault.NOT_FINITE;
    }
    if (stiffness < 0) {
      return ChunkFault.STIFFNESS;
    }
    return c.kind == ChunkKind.POSITION ? position(c, k, at, i) : velocity(c, k, at, i);
  }

  private ChunkFault position(ActionChunk c, int k, int at, int i) {
    double x = c.target[at];
    if (x < low[i] || x > high[i]) {
      return ChunkFault.POSITION;
    }
    if (k == 0) {
      return ChunkFault.NONE;
    }
    double way = x - c.target[at - n];
    if (Math.abs(way) > speed[i] * c.step + ROUNDING) {
      return ChunkFault.VELOCITY;
    }
    double change = k == 1 ? 0 : way - (c.target[at - n] - c.target[at - 2 * n]);
    return Math.abs(change) > acceleration[i] * c.step * c.step + ROUNDING
        ? ChunkFault.ACCELERATION
        : ChunkFault.NONE;
  }

  private ChunkFault velocity(ActionChunk c, int k, int at, int i) {
    double v = c.target[at];
    if (Math.abs(v) > speed[i]) {
      return ChunkFault.VELOCITY;
    }
    double change = k == 0 ? 0 : v - c.target[at - n];
    return Math.abs(change) > acceleration[i] * c.step + ROUNDING
        ? ChunkFault.ACCELERATION
        : ChunkFault.NONE;
  }

  /** Joint of the last fault; −1 if none has it. */
  public int joint() {
    return joint;
  }

  /** Step of the last fault; −1 if none has it. */
  public int step() {
    return step;
  }
}
