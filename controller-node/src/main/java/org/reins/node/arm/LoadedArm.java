package org.reins.node.arm;

import java.util.List;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.constraint.CapsuleObstacle;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.model.RobotModel;

/**
 * What the node loads when it is configured.
 *
 * @param robot its model
 * @param filter with all its constraints
 * @param barrier the learned barrier in it, or null
 * @param planes that the filter keeps from, for pictures
 * @param capsules likewise
 * @param people constraints that must be told where the person is
 * @param configuration stands for all of this and the parameters: what is not the same has another
 */
public record LoadedArm(
    RobotModel robot,
    SafetyFilter filter,
    BarrierFile barrier,
    List<HalfSpace> planes,
    List<CapsuleObstacle> capsules,
    List<ConstraintFile.PersonDistance> people,
    long configuration) {
  /**
   * Requires that the barrier is not asked to work at a longer period than it was learned at: it
   * counts on a reaction within that.
   *
   * @throws IllegalArgumentException when it is
   */
  public LoadedArm {
    planes = List.copyOf(planes);
    capsules = List.copyOf(capsules);
    people = List.copyOf(people);
    if (barrier != null) {
      barrier.requirePeriod(1 / robot.control().rateHz());
    }
  }
}
