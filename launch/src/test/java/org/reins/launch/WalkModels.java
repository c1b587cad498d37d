package org.reins.launch;

import java.util.function.Supplier;
import org.reins.filter.legged.FilteredWalk;
import org.reins.launch.models.LearnedModels;
import org.reins.learning.policy.TanhNetwork;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** The walking models that come with Reins, for tests of other packages. */
public final class WalkModels {
  private WalkModels() {}

  /** The Go1's policy. */
  public static TanhNetwork policy() {
    return LearnedModels.walkNetwork(RobotFiles.legged("go1"), LearnedModels.BUILT_IN);
  }

  /** A robot's filters. */
  public static Supplier<FilteredWalk> filters(RobotModel robot) {
    return LearnedModels.walkFilters(robot);
  }
}
