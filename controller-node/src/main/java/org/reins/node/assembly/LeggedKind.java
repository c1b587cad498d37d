package org.reins.node.assembly;

import java.nio.file.Path;
import java.util.Arrays;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.PolicyWalkFilter;
import org.reins.filter.legged.TargetInterface;
import org.reins.filter.legged.TargetPlan;
import org.reins.filter.legged.TargetPolicy;
import org.reins.filter.legged.TrotGait;
import org.reins.filter.legged.WalkInterface;
import org.reins.filter.legged.WalkTiming;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.policy.PolicyDescription;
import org.reins.node.NodeShell;
import org.reins.node.filter.FilterNode;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.policy.CheckedDescription;
import org.reins.node.policy.DescribedPolicies;
import org.reins.node.policy.OnnxPolicy;
import org.reins.node.policy.PolicyInputs;
import org.reins.node.policy.PolicyRunner;
import org.reins.node.policy.WalkPolicyNode;
import org.reins.node.process.NodeClock;
import org.reins.node.replay.ReplayedRobot;
import org.reins.node.walk.LoadedWalk;
import org.reins.node.walk.ReplayedWalk;
import org.reins.node.walk.TwistLimits;
import org.reins.node.walk.WalkControl;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** The nodes of a robot on legs. */
final class LeggedKind implements RobotKind {
  /** Value of walk.policy for Reins' own gait. */
  static final String GAIT = "gait";

  @Override
  public FilterNode.Kind filter() {
    return WalkControl.kind(LeggedKind::load, new RecordedRun());
  }

  private static LoadedWalk load(ParameterSnapshot p) {
    RobotModel robot = RobotFiles.legged(p.text("robot"));
    TwistLimits limits = new TwistLimits(p.number("walk.max_speed"), p.number("walk.max_turn"));
    double timeout = p.number("walk.command_timeout");
    long configuration = FilterAssembly.configuration(p, robot);
    String policy = p.text("walk.policy");
    if (!policy.equals(GAIT)) {
      return targets(
          robot, CheckedDescription.read(robot, Path.of(policy)), limits, timeout, configuration);
    }
    BarrierFile barrier = ModelFiles.barrier(robot, p.text("barrier"));
    FilteredWalk guard = new FilteredWalk(robot, barrier, p.number("filter.alpha"));
    return LoadedWalk.gait(robot, guard, barrier != null, limits, timeout, configuration);
  }

  /** A robot whose policy commands joint targets; no barrier was learned for it. */
  private static LoadedWalk targets(
      RobotModel robot,
      PolicyDescription policy,
      TwistLimits limits,
      double timeout,
      long configuration) {
    WalkTiming timing = WalkTiming.of(robot, policy.period());
    PolicyWalkFilter guard = new PolicyWalkFilter(robot, timing, policy.twist());
    return new LoadedWalk(
        robot,
        guard,
        filtering -> new TargetPlan(robot, policy, filtering ? guard : null),
        false,
        limits,
        timeout,
        configuration);
  }

  @Override
  public ReplayedRobot replay(ParameterSnapshot p, boolean exact) {
    boolean ownLoops = p.text("output.mode").equals("unitree");
    return new ReplayedWalk(load(p), p.flag("filtering"), ownLoops);
  }

  @Override
  public PolicyRunner policy(NodeShell shell) {
    RobotModel robot = RobotFiles.legged(shell.snapshot().text("robot"));
    String which = shell.snapshot().text("policy");
    if (DescribedPolicies.isDescription(which)) {
      DescribedPolicy policy = DescribedPolicies.load(robot, Path.of(which));
      WalkPolicyNode.Sizes sizes =
          new WalkPolicyNode.Sizes(TargetInterface.observationSize(robot.dof()), robot.dof());
      CheckedDescription.warnings(robot, policy.description()).forEach(shell.log()::warn);
      PolicyInputs inputs = new PolicyInputs(shell.ros(), robot, policy.description());
      return new WalkPolicyNode(
          shell.ros(),
          new TargetPolicy(robot, policy),
          sizes,
          () -> inputs.refresh(policy.state(), NodeClock.nanos()) ? "" : inputs.refusal(),
          shell.log()::warn,
          policy::close);
    }
    int numbers = TrotGait.PER_FOOT * robot.base().feet().size();
    WalkPolicyNode.Sizes sizes = new WalkPolicyNode.Sizes(WalkInterface.OBSERVATION, numbers);
    if (which.equals(ModelFiles.NONE)) {
      // The bare gait.
      return new WalkPolicyNode(
          shell.ros(), (o, action) -> Arrays.fill(action, 0), sizes, shell.log()::warn, () -> {});
    }
    if (which.equals(ModelFiles.BUILT_IN) && BuiltInModels.of(robot.name()).isEmpty()) {
      throw new ReinsException(
          "policy is built-in, which exists for "
              + BuiltInModels.robots()
              + ", and robot is "
              + robot.name()
              + ": use none for the bare gait, or give a file");
    }
    byte[] bytes = ModelFiles.policy(robot, which);
    OnnxPolicy policy = new OnnxPolicy(which, bytes, WalkInterface.OBSERVATION, numbers);
    return new WalkPolicyNode(shell.ros(), policy, sizes, shell.log()::warn, policy::close);
  }
}
