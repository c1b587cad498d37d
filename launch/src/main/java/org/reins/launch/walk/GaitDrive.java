package org.reins.launch.walk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.reins.filter.legged.FilteredWalk;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.walk.WalkDrive.Run;
import org.reins.node.assembly.ModelFiles;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.model.RobotModel;

/** A robot that walks by Reins' gait, with a policy that steers the gait or without one. */
final class GaitDrive implements WalkDrive {
  private final WalkSetting setting;
  private final OnnxPolicy policy;
  private final Map<Run, Supplier<FilteredWalk>> filters = new EnumMap<>(Run.class);

  /** Loads what walks. */
  GaitDrive(WalkSetting setting) {
    this.setting = setting;
    RobotModel robot = setting.robot();
    String barrier = LearnedModels.forRobot(robot, setting.barrier());
    filters.put(Run.UNFILTERED, null);
    filters.put(Run.FILTERED, LearnedModels.walkFilters(robot, barrier));
    if (!barrier.equals(ModelFiles.NONE)) {
      filters.put(Run.WITHOUT_BARRIER, LearnedModels.walkFilters(robot, ModelFiles.NONE));
    }
    String which = LearnedModels.forRobot(robot, setting.policy());
    policy = which.equals(ModelFiles.NONE) ? null : LearnedModels.walk(robot, which);
  }

  @Override
  public List<Run> runs() {
    return List.copyOf(filters.keySet());
  }

  @Override
  public WalkSuite suite(Run run) {
    return new WalkSuite(
        setting.simulated(),
        policy,
        filters.get(run),
        setting.seed(),
        setting.course(),
        setting.simulator());
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (policy == null) {
      notes.add("no policy for " + setting.robot().name() + ": it walks by the bare gait");
    }
    if (!filters.containsKey(Run.WITHOUT_BARRIER)) {
      notes.add(
          "no learned barrier for " + setting.robot().name() + ": only its joints are filtered");
    }
    return notes;
  }

  @Override
  public void close() {
    if (policy != null) {
      policy.close();
    }
  }
}
