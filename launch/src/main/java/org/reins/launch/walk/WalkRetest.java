package org.reins.launch.walk;

import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.legged.FilteredWalk;
import org.reins.launch.models.LearnedModels;
import org.reins.node.policy.OnnxPolicy;
import org.reins.sim.cell.WalkCell;
import org.reins.sim.legged.WalkCourse;

/** Walks of a cell behind a barrier: one of each scenario in turn. Not thread-safe. */
public final class WalkRetest implements AutoCloseable {
  private final WalkCourse course;
  private final OnnxPolicy policy;
  private final WalkSuite suite;

  WalkRetest(WalkCell cell, OnnxPolicy policy, BarrierFile barrier, long seed) {
    course = cell.course();
    this.policy = policy;
    suite =
        new WalkSuite(
            cell.simulated(),
            policy,
            () -> new FilteredWalk(cell.robot(), barrier, LearnedModels.WALK_ALPHA),
            seed,
            course,
            cell::embedded);
  }

  /** Whether the robot falls in a walk of a number, from 0. */
  public boolean falls(int number) {
    int kinds = course.scenarios().size();
    return suite.run(course.scenarios().get(number % kinds), number / kinds).falls() > 0;
  }

  @Override
  public void close() {
    if (policy != null) {
      policy.close();
    }
  }
}
