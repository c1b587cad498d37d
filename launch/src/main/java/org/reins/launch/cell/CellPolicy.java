package org.reins.launch.cell;

import java.nio.file.Path;
import org.reins.filter.observation.ArmPolicy;
import org.reins.filter.observation.DescribedArmPolicy;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.Policy;
import org.reins.filter.observation.ReachInterface;
import org.reins.node.assembly.ModelFiles;
import org.reins.node.policy.DescribedPolicies;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ChasePolicy;
import org.reins.sim.ScriptedPolicy;
import org.reins.sim.WildPolicy;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.PolicyChoice;

/**
 * The policy of a cell, ready to act.
 *
 * @param policy for one thread; null for a described policy
 * @param described for one thread; null for all others
 * @param end releases what it holds outside the JVM
 */
public record CellPolicy(Policy policy, ArmPolicy described, Runnable end)
    implements AutoCloseable {
  /** Makes a cell's policy. */
  public static CellPolicy of(Cell cell) {
    RobotModel robot = cell.robot();
    // A switch over patterns needs a newer Java than the oldest supported one.
    if (cell.policy() instanceof PolicyChoice.Network network) {
      if (DescribedPolicies.isDescription(network.name())) {
        DescribedPolicy policy = DescribedPolicies.load(robot, Path.of(network.name()));
        DescribedPolicy.requireNoTopics(policy.description());
        return new CellPolicy(null, new DescribedArmPolicy(robot, policy), policy::close);
      }
      ReachInterface reach = new ReachInterface(robot);
      OnnxPolicy policy =
          new OnnxPolicy(
              network.name(),
              ModelFiles.policy(robot, network.name()),
              reach.observationSize(),
              reach.actionSize());
      return new CellPolicy(policy, null, policy::close);
    }
    if (cell.policy() instanceof PolicyChoice.Scripted s) {
      return new CellPolicy(new ScriptedPolicy(robot, s.poses(), s.seconds()), null, () -> {});
    }
    return cell.policy() instanceof PolicyChoice.Wild
        ? new CellPolicy(new WildPolicy(robot), null, () -> {})
        : new CellPolicy(new ChasePolicy(robot), null, () -> {});
  }

  @Override
  public void close() {
    end.run();
  }
}
