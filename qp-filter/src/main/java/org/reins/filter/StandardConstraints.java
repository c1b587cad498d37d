package org.reins.filter;

import java.util.List;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.filter.barrier.SupportWatch;
import org.reins.filter.constraint.JointBounds;
import org.reins.filter.constraint.LearnedBarrier;
import org.reins.filter.constraint.Priority;
import org.reins.robot.model.RobotModel;

/** The constraints that every filter has, from robot, barrier and settings. */
final class StandardConstraints {
  private StandardConstraints() {}

  /**
   * The range covered by the barrier's data also bounds the joints: outside its data the barrier is
   * not valid.
   */
  static JointBounds joints(
      RobotModel robot, BarrierFile barrier, FilterSettings settings, double[] braking) {
    double[] lower = new double[robot.dof()];
    double[] upper = new double[robot.dof()];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = barrier == null ? Double.NEGATIVE_INFINITY : barrier.supportLower()[i];
      upper[i] = barrier == null ? Double.POSITIVE_INFINITY : barrier.supportUpper()[i];
    }
    return new JointBounds(
        robot, lower, upper, settings.positionMargin(), braking, settings.horizon());
  }

  static LearnedBarrier learned(RobotModel robot, BarrierFile barrier, FilterSettings settings) {
    return new LearnedBarrier(
        "learned_barrier",
        Barriers.of(barrier),
        List.of(new SupportWatch(barrier, robot.dof())),
        barrier.delta(),
        Double.NaN,
        settings.barrierHorizon(),
        Priority.NORMAL.softness(settings.barrierWeight()));
  }
}
