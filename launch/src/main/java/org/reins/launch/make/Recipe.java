package org.reins.launch.make;

import java.util.List;
import org.reins.robot.ReinsException;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.RobotCell;

/**
 * How a barrier is learned for a kind of cell.
 *
 * @param steps gradient steps of the training
 * @param miss accepted share of lost trajectories that the barrier calls safe
 * @param training further options of {@code ./reins train}
 * @param margin option of {@code ./reins calibrate} for the number of runs of each margin tried
 */
record Recipe(int steps, double miss, List<String> training, String margin) {
  private static final Recipe ARM = new Recipe(20_000, 0.03, List.of(), "--runs");
  // What a stop ends in is recorded as it is: there is nothing to bootstrap.
  private static final Recipe LEGS =
      new Recipe(6_000, 0.05, List.of("--method", "recorded", "--tau", "0.3"), "--walks");

  /**
   * The recipe of a cell.
   *
   * @throws ReinsException if there is nothing to learn a barrier for
   */
  static Recipe of(String name, RobotCell cell) {
    return cell.choose(arm -> arm(name, arm), legs -> LEGS);
  }

  private static Recipe arm(String name, Cell cell) {
    if (cell.world().zones().isEmpty()) {
      throw new ReinsException(
          name
              + ": zones is empty: a barrier is learned for zones; without one ./reins sim --cell"
              + " runs the cell with what the filter knows");
    }
    return ARM;
  }
}
