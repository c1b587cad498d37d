package org.reins.node.assembly;

import java.nio.file.Path;
import java.util.List;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.Obstacles;
import org.reins.filter.observation.DescribedArmPolicy;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.ReachInterface;
import org.reins.filter.observation.ReachPolicy;
import org.reins.node.NodeShell;
import org.reins.node.arm.ArmControl;
import org.reins.node.arm.LoadedArm;
import org.reins.node.arm.ReplayedArm;
import org.reins.node.filter.FilterNode;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.policy.CheckedDescription;
import org.reins.node.policy.DescribedPolicies;
import org.reins.node.policy.OnnxPolicy;
import org.reins.node.policy.PolicyNode;
import org.reins.node.policy.PolicyRunner;
import org.reins.node.replay.ReplayedRobot;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** The nodes of an arm. */
final class ArmKind implements RobotKind {
  @Override
  public FilterNode.Kind filter() {
    return ArmControl.kind(ArmKind::load, new RecordedRun());
  }

  private static LoadedArm load(ParameterSnapshot p) {
    RobotModel robot = RobotFiles.arm(p.text("robot"));
    BarrierFile barrier = ModelFiles.barrier(robot, p.text("barrier"));
    FilterSettings settings = FilterAssembly.settings(p);
    ConstraintFile constraints = ModelFiles.constraints(p.given("constraints"), robot, settings);
    List<HalfSpace> planes = FilterAssembly.planes(constraints);
    SafetyFilter filter =
        new SafetyFilter(
            robot,
            planes,
            barrier,
            constraints.constraints(),
            settings,
            FilterAssembly.solver(p.text("solver"))::make);
    return new LoadedArm(
        robot,
        filter,
        barrier,
        new Obstacles(planes, constraints.capsules(), constraints.boxes()),
        constraints.people(),
        FilterAssembly.configuration(p, robot));
  }

  @Override
  public ReplayedRobot replay(ParameterSnapshot p, boolean exact) {
    return new ReplayedArm(load(p), p, exact);
  }

  @Override
  public PolicyRunner policy(NodeShell shell) {
    RobotModel robot = RobotFiles.arm(shell.snapshot().text("robot"));
    String file = shell.snapshot().text("policy");
    if (DescribedPolicies.isDescription(file)) {
      DescribedPolicy policy = DescribedPolicies.load(robot, Path.of(file));
      CheckedDescription.warnings(robot, policy.description()).forEach(shell.log()::warn);
      return new PolicyNode(
          shell.ros(),
          robot,
          new DescribedArmPolicy(robot, policy),
          policy.description(),
          shell.log()::warn,
          policy::close);
    }
    ReachInterface reach = new ReachInterface(robot);
    byte[] bytes = ModelFiles.policy(robot, file);
    OnnxPolicy policy = new OnnxPolicy(file, bytes, reach.observationSize(), reach.actionSize());
    return new PolicyNode(
        shell.ros(), robot, new ReachPolicy(robot, policy), shell.log()::warn, policy::close);
  }
}
