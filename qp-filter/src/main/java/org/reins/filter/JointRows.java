package org.reins.filter;

import java.util.List;
import org.reins.robot.JointLimits;
import org.reins.robot.RobotModel;

/**
 * Two rows a joint: its acceleration stays within the {@link Viability} bounds of its position and
 * speed limits, and within what it can brake with, for gaining speed no faster than it can be lost
 * keeps the torque swing of a reversal short. With a learned barrier the position range is what its
 * data cover: where it has seen nothing it knows nothing.
 */
final class JointRows {
  private final int n;
  private final double horizon;
  private final double[] lowest;
  private final double[] highest;
  private final double[] speed;
  private final double[] braking;

  /** Prepares rows, and appends their names. */
  JointRows(
      RobotModel robot,
      BarrierFile barrier,
      FilterSettings settings,
      double[] braking,
      List<String> names) {
    n = robot.dof();
    horizon = settings.horizon();
    this.braking = braking;
    lowest = new double[n];
    highest = new double[n];
    speed = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      double low = barrier == null ? l.lower() : Math.max(l.lower(), barrier.supportLower()[i]);
      double high = barrier == null ? l.upper() : Math.min(l.upper(), barrier.supportUpper()[i]);
      lowest[i] = low + settings.positionMargin();
      highest[i] = high - settings.positionMargin();
      speed[i] = l.velocity();
      names.add(robot.joints().get(i).name() + ".upper");
      names.add(robot.joints().get(i).name() + ".lower");
    }
  }

  /**
   * Appends the rows.
   *
   * @param speedScale share of the speed limits that is allowed
   * @return the largest share of its full speed limit that a joint uses
   */
  double append(Rows rows, double[] q, double[] qd, double speedScale) {
    double fastest = 0;
    for (int i = 0; i < n; i++) {
      double top = speedScale * speed[i];
      double most = Viability.upper(q[i], qd[i], highest[i], top, braking[i], horizon);
      double least = Viability.lower(q[i], qd[i], lowest[i], top, braking[i], horizon);
      rows.jointAtMost(i, Math.min(most, braking[i]));
      rows.jointAtLeast(i, Math.max(least, -braking[i]));
      fastest = Math.max(fastest, Math.abs(qd[i]) / speed[i]);
    }
    return fastest;
  }
}
