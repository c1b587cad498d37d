package org.reins.filter.observation;

import org.reins.robot.model.RobotModel;

/**
 * A policy that answers chunks, as one that acts in each period of the robot: it is asked for a
 * chunk when one is due, and the chunk is checked, executed and replaced as in the controller node.
 */
public final class PlayedPolicy implements ArmPolicy {
  // Time after the end of a chunk for which its last step still counts as an action, s.
  private static final double TIMEOUT = 0.1;

  private final ArmPolicy policy;
  private final double dt;
  private final long perPlan;
  private final ChunkDrive chunks;
  private long step;

  /**
   * Takes a policy.
   *
   * @param policy answers chunks; used only here from now on
   */
  public PlayedPolicy(RobotModel robot, ArmPolicy policy) {
    if (!policy.isChunked()) {
      throw new IllegalArgumentException("the policy answers single actions");
    }
    this.policy = policy;
    dt = 1 / robot.control().rateHz();
    perPlan = Math.max(1, Math.round(policy.period() / dt));
    chunks = new ChunkDrive(robot);
  }

  @Override
  public double period() {
    return dt;
  }

  @Override
  public void reset() {
    policy.reset();
    chunks.reset();
    step = 0;
  }

  @Override
  public boolean act(double[] q, double[] qd, double[] goal, double[] target, double[] stiffness) {
    double passed = step == 0 ? 0 : dt;
    boolean goes = chunks.sample(q, passed, target, stiffness);
    if (step++ % perPlan == 0 && policy.plan(q, qd, goal, chunks.draft())) {
      chunks.begin(q);
      goes = chunks.sample(q, 0, target, stiffness);
    }
    return goes && chunks.over() <= TIMEOUT;
  }

  /** Chunks that were refused as a whole since the last reset. */
  public long refused() {
    return chunks.refused();
  }
}
