package org.reins.node.arm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.Obstacles;
import org.reins.filter.constraint.RowName;
import org.reins.robot.model.RobotModel;

/**
 * What the node loads at configuration.
 *
 * @param robot its model
 * @param filter with all its constraints
 * @param barrier the learned barrier in it, or null
 * @param obstacles that the filter avoids, for pictures
 * @param people constraints that need the person's position
 * @param configuration identifies all of this and the parameters: a different configuration has a
 *     different value
 */
public record LoadedArm(
    RobotModel robot,
    SafetyFilter filter,
    BarrierFile barrier,
    Obstacles obstacles,
    List<ConstraintFile.PersonDistance> people,
    long configuration) {
  /**
   * Requires that the filter period is not longer than the period with which the barrier was
   * learned: the barrier counts on a reaction within that time.
   *
   * @throws IllegalArgumentException if it is longer
   */
  public LoadedArm {
    people = List.copyOf(people);
    if (barrier != null) {
      barrier.requirePeriod(1 / robot.control().rateHz());
    }
  }

  /** Name, words and unit of each constraint row, separated by |, by its number. */
  Map<String, String> rows() {
    List<RowName> rows = filter.rows();
    Map<String, String> all = new LinkedHashMap<>();
    for (int k = 0; k < rows.size(); k++) {
      RowName r = rows.get(k);
      all.put(Integer.toString(k), r.name() + "|" + r.words() + "|" + r.unit());
    }
    return all;
  }
}
