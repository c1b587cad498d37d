package org.reins.node.filter;

import java.util.List;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.Obstacles;
import org.reins.node.arm.LoadedArm;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** A Panda over a table, without a learned barrier. */
public final class PandaFilter {
  private PandaFilter() {}

  /** Loads it, whatever the parameters say. */
  public static LoadedArm load(ParameterSnapshot parameters) {
    RobotModel panda = RobotFiles.load(parameters.text("robot"));
    List<HalfSpace> planes = List.of(HalfSpace.table(0));
    return new LoadedArm(
        panda,
        new SafetyFilter(panda, planes, null, FilterSettings.DEFAULT, null),
        null,
        Obstacles.of(planes),
        List.of(),
        1);
  }
}
