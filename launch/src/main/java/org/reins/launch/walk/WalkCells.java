package org.reins.launch.walk;

import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.observation.Policy;
import org.reins.launch.models.LearnedModels;
import org.reins.node.assembly.ModelFiles;
import org.reins.node.policy.DescribedPolicies;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.ReinsException;
import org.reins.sim.cell.WalkCell;
import org.reins.sim.legged.WalkRecorder;

/** The way from a legged robot's cell to a barrier. */
public final class WalkCells {
  private WalkCells() {}

  /**
   * The policy that steers the cell's gait.
   *
   * @return null for the bare gait; the caller closes it
   * @throws ReinsException if Reins has none for the robot, or if the policy commands joint targets
   */
  public static OnnxPolicy policy(WalkCell cell) {
    requireGait(cell);
    LearnedModels.requireBuiltIn(cell.robot(), cell.policy());
    return cell.policy().equals(ModelFiles.NONE)
        ? null
        : LearnedModels.walk(cell.robot(), cell.policy());
  }

  /** A barrier is learned for stops of the gait: a policy with joint targets has none. */
  private static void requireGait(WalkCell cell) {
    if (DescribedPolicies.isDescription(cell.policy())) {
      throw new ReinsException(
          cell.file()
              + ": policy is "
              + cell.policy()
              + ", which commands joint targets: a barrier is learned for policies that steer Reins'"
              + " gait (built-in, none or an .onnx file of ./reins train-policy); ./reins sim --cell"
              + " runs the cell without one");
    }
  }

  /**
   * A recorder of stops in the cell.
   *
   * @param policy as {@link #policy} gives it
   */
  public static WalkRecorder recorder(WalkCell cell, Policy policy) {
    return new WalkRecorder(cell.simulated(), policy, cell.course(), cell::embedded);
  }

  /**
   * Walks of the cell to find a margin by.
   *
   * @param walks of each scenario
   * @param seed of the walks; not the seed of any test
   */
  public static WalkMargin margin(WalkCell cell, int walks, long seed) {
    requireGait(cell);
    boolean bare = cell.policy().equals(ModelFiles.NONE);
    return new WalkMargin(
        WalkSetting.of(cell.withBarrier(ModelFiles.NONE), seed, cell::embedded),
        () -> bare ? null : LearnedModels.walkNetwork(cell.robot(), cell.policy()),
        LearnedModels.WALK_ALPHA,
        walks);
  }

  /**
   * Walks behind a barrier, to test it in closed loop.
   *
   * @param barrier must fit the cell's robot
   * @param seed of the walks
   */
  public static WalkRetest retest(WalkCell cell, BarrierFile barrier, long seed) {
    return new WalkRetest(cell, policy(cell), barrier, seed);
  }
}
