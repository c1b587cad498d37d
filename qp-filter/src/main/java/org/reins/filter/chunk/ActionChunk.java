package org.reins.filter.chunk;

import org.reins.filter.policy.ChunkShape;

/**
 * Steps of joint targets, the next H of them. Step k is due at {@code stampNanos} + k · {@code
 * step}. Allocated once and overwritten; joints in the robot's order.
 */
public final class ActionChunk {
  /** Number of joints n. */
  public final int joints;

  /** What the targets are. */
  public ChunkKind kind = ChunkKind.POSITION;

  /** When the state was measured that the policy saw, by the robot's clock, ns. */
  public long stampNanos;

  /** Time between two steps, s. */
  public double step;

  /** Number of steps H, up to {@link ChunkShape#MOST_STEPS}. */
  public int steps;

  /** Targets, rad or rad/s, H × n, step by step. */
  public final double[] target;

  /** Stiffness, N·m/rad, H × n, step by step. */
  public final double[] stiffness;

  /** Makes an empty chunk for n joints. */
  public ActionChunk(int n) {
    joints = n;
    target = new double[ChunkShape.MOST_STEPS * n];
    stiffness = new double[ChunkShape.MOST_STEPS * n];
  }

  /** Copies another chunk of as many joints; allocates nothing. */
  public void take(ActionChunk from) {
    kind = from.kind;
    stampNanos = from.stampNanos;
    step = from.step;
    steps = Math.max(0, Math.min(ChunkShape.MOST_STEPS, from.steps));
    System.arraycopy(from.target, 0, target, 0, steps * joints);
    System.arraycopy(from.stiffness, 0, stiffness, 0, steps * joints);
  }

  /** Time that it covers, from its stamp on, ns. */
  public long nanos() {
    return Math.round(1e9 * steps * step);
  }
}
