package org.reins.learning.data;

import java.util.List;
import org.reins.robot.model.RobotModel;
import org.reins.sim.Judge;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;

/** The distance of an arm from the zones of a cell, m, as h. Not thread-safe. */
final class ZoneMargin {
  private final Judge judge;
  private final int[] places;
  private final double[] q;

  /**
   * Reads a cell.
   *
   * @param joints of the recording's states; they must be those of the cell's robot
   */
  ZoneMargin(String name, List<String> joints) {
    Cell cell = CellFile.load(name);
    RobotModel robot = cell.robot();
    if (cell.world().zones().isEmpty()) {
      throw new DataException("cell " + name + " has no zones: h cannot be the distance from one");
    }
    places = robot.jointNames().stream().mapToInt(joints::indexOf).toArray();
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0) {
        throw new DataException(
            "mapping: joints are "
                + joints
                + ", and "
                + robot.jointNames().get(i)
                + " of the robot of cell "
                + name
                + " is missing: name them as the robot's file does");
      }
    }
    judge = new Judge(robot, cell.world());
    q = new double[places.length];
  }

  float of(float[] state) {
    for (int i = 0; i < q.length; i++) {
      q[i] = state[places[i]];
    }
    judge.locate(q);
    return (float) judge.zoneClearance();
  }
}
