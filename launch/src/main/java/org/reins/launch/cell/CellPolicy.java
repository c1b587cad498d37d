package org.reins.launch.cell;

import org.reins.filter.observation.Policy;
import org.reins.filter.observation.ReachInterface;
import org.reins.node.assembly.ModelFiles;
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
 * @param policy for one thread
 * @param end releases what it holds outside the JVM
 */
public record CellPolicy(Policy policy, Runnable end) implements AutoCloseable {
  /** Makes a cell's policy. */
  public static CellPolicy of(Cell cell) {
    RobotModel robot = cell.robot();
    // A switch over patterns needs a newer Java than the oldest supported one.
    if (cell.policy() instanceof PolicyChoice.Network network) {
      ReachInterface reach = new ReachInterface(robot);
      OnnxPolicy policy =
          new OnnxPolicy(
              network.name(),
              ModelFiles.policy(robot, network.name()),
              reach.observationSize(),
              reach.actionSize());
      return new CellPolicy(policy, policy::close);
    }
    if (cell.policy() instanceof PolicyChoice.Scripted s) {
      return new CellPolicy(new ScriptedPolicy(robot, s.poses(), s.seconds()), () -> {});
    }
    return cell.policy() instanceof PolicyChoice.Wild
        ? new CellPolicy(new WildPolicy(robot), () -> {})
        : new CellPolicy(new ChasePolicy(robot), () -> {});
  }

  @Override
  public void close() {
    end.run();
  }
}
