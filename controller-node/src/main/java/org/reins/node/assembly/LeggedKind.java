package org.reins.node.assembly;

import java.util.Arrays;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.TrotGait;
import org.reins.filter.legged.WalkInterface;
import org.reins.node.NodeShell;
import org.reins.node.filter.FilterNode;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.policy.OnnxPolicy;
import org.reins.node.policy.PolicyRunner;
import org.reins.node.policy.WalkPolicyNode;
import org.reins.node.walk.LoadedWalk;
import org.reins.node.walk.TwistLimits;
import org.reins.node.walk.WalkControl;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** The nodes of a robot on legs. */
final class LeggedKind implements RobotKind {
  @Override
  public FilterNode.Kind filter() {
    return WalkControl.kind(LeggedKind::load);
  }

  private static LoadedWalk load(ParameterSnapshot p) {
    RobotModel robot = RobotFiles.legged(p.text("robot"));
    BarrierFile barrier = ModelFiles.barrier(robot, p.text("barrier"));
    return new LoadedWalk(
        robot,
        new FilteredWalk(robot, barrier, p.number("filter.alpha")),
        barrier != null,
        new TwistLimits(p.number("walk.max_speed"), p.number("walk.max_turn")),
        p.number("walk.command_timeout"),
        FilterAssembly.configuration(p, robot));
  }

  @Override
  public PolicyRunner policy(NodeShell shell) {
    RobotModel robot = RobotFiles.legged(shell.snapshot().text("robot"));
    String which = shell.snapshot().text("policy");
    if (which.equals(ModelFiles.NONE)) {
      // The bare gait.
      return new WalkPolicyNode(
          shell.ros(), robot, (o, action) -> Arrays.fill(action, 0), () -> {});
    }
    if (which.equals(ModelFiles.BUILT_IN) && BuiltInModels.of(robot.name()).isEmpty()) {
      throw new ReinsException(
          "policy is built-in, which exists for "
              + BuiltInModels.robots()
              + ", and robot is "
              + robot.name()
              + ": use none for the bare gait, or give a file");
    }
    int numbers = TrotGait.PER_FOOT * robot.base().feet().size();
    byte[] bytes = ModelFiles.policy(robot, which);
    OnnxPolicy policy = new OnnxPolicy(which, bytes, WalkInterface.OBSERVATION, numbers);
    return new WalkPolicyNode(shell.ros(), robot, policy, policy::close);
  }
}
