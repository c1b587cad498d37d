package org.reins.launch.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.filter.legged.PolicyWalk;
import org.reins.filter.legged.PolicyWalkFilter;
import org.reins.filter.legged.WalkTiming;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.walk.WalkDrive.Run;
import org.reins.node.assembly.ModelFiles;
import org.reins.robot.ReinsException;
import org.reins.robot.model.RobotModel;
import org.reins.sim.legged.LeggedSim;
import org.reins.sim.legged.PolicyWalker;

/** A robot that walks by joint targets of a policy that others trained. */
final class PolicyDrive implements WalkDrive {
  private final WalkSetting setting;
  private final RobotModel robot;
  private final DescribedPolicy policy;

  /**
   * Prepares.
   *
   * @param setting its barrier is built-in or none: no barrier is applied to such a policy
   * @param policy closed with this
   */
  PolicyDrive(WalkSetting setting, DescribedPolicy policy) {
    String barrier = setting.barrier();
    if (!barrier.equals(LearnedModels.BUILT_IN) && !barrier.equals(ModelFiles.NONE)) {
      policy.close();
      throw new ReinsException(
          "--barrier is "
              + barrier
              + ": a policy with joint targets is filtered by joint limits and its trained range of"
              + " commands; leave --barrier out");
    }
    this.setting = setting;
    this.policy = policy;
    robot = setting.robot();
  }

  @Override
  public List<Run> runs() {
    return List.of(Run.UNFILTERED, Run.FILTERED);
  }

  @Override
  public WalkSuite suite(Run run) {
    return new WalkSuite(
        setting.simulated(),
        sim -> subject(sim, run != Run.UNFILTERED),
        setting.seed(),
        setting.course(),
        setting.simulator());
  }

  private WalkSuite.Subject subject(LeggedSim sim, boolean filtered) {
    if (!filtered) {
      return WalkSuite.Subject.bare(new PolicyWalker(sim, policy, null));
    }
    // The filter's model is the robot without the episode's unknown load.
    WalkTiming timing = PolicyWalk.timing(robot, policy);
    PolicyWalkFilter filter = new PolicyWalkFilter(robot, timing, policy.description().twist());
    return new WalkSuite.Subject(
        new PolicyWalker(sim, policy, filter),
        filter::changedTwistShare,
        filter::changedTorqueShare,
        filter);
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        "policy "
            + policy.description().name()
            + ": filtered are its joints and its range of commands; no learned barrier is applied");
    if (policy.description().twist().isAny()) {
      notes.add(
          "the description has no commands.twist: commands are not limited to what the policy was"
              + " trained with");
    }
    double wanted = policy.description().period();
    double actual = PolicyWalk.timing(robot, policy).actionPeriod();
    if (Math.abs(actual / wanted - 1) > 0.01) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the policy's period is %.4f s: with the motors of %s it runs each %.4f s",
              wanted,
              robot.name(),
              actual));
    }
    return notes;
  }

  @Override
  public void close() {
    policy.close();
  }
}
