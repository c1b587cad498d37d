package org.reins.filter.legged;

import java.util.ArrayList;
import java.util.List;
import org.reins.filter.constraint.ArmState;
import org.reins.filter.constraint.Constraint;
import org.reins.filter.constraint.RowLimit;
import org.reins.filter.constraint.RowName;
import org.reins.filter.constraint.Rows;
import org.reins.filter.constraint.Viability;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Two rows per leg joint: its {@link Viability} bounds of position and speed. Unlike an arm's
 * joints, legs have no acceleration limit: an impact exceeds any.
 */
final class LegBounds implements Constraint {
  // Distance to the speed limits, rad/s: it must cover noise and ground contact within a period.
  private static final double SPEED_MARGIN = 2.6;

  private final double[] lower;
  private final double[] upper;
  private final double[] speed;
  private final double[] braking;
  private final double horizon;
  private final List<RowName> names = new ArrayList<>();

  /**
   * Prepares rows.
   *
   * @param margin kept from the ends of the joints, rad
   * @param horizon T of {@link Viability}, s
   */
  LegBounds(RobotModel robot, double margin, double horizon) {
    int n = robot.dof();
    this.horizon = horizon;
    lower = new double[n];
    upper = new double[n];
    speed = new double[n];
    braking = new double[n];
    for (int i = 0; i < n; i++) {
      Joint joint = robot.joints().get(i);
      JointLimits l = joint.limits();
      lower[i] = l.lower() + margin;
      upper[i] = l.upper() - margin;
      speed[i] = Math.max(l.velocity() / 2, l.velocity() - SPEED_MARGIN);
      braking[i] = l.acceleration();
      names.add(new RowName(joint.name() + ".upper", joint.name() + " upper bound", "rad"));
      names.add(new RowName(joint.name() + ".lower", joint.name() + " lower bound", "rad"));
    }
  }

  @Override
  public List<RowName> rows() {
    return List.copyOf(names);
  }

  @Override
  public void append(ArmState state, Rows rows) {
    for (int i = 0; i < lower.length; i++) {
      double q = state.q[i];
      double qd = state.qd[i];
      double most = Viability.upper(q, qd, upper[i], speed[i], braking[i], horizon);
      double least = Viability.lower(q, qd, lower[i], speed[i], braking[i], horizon);
      rows.jointAtMost(i, most, RowLimit.NAMED, upper[i] - q);
      rows.jointAtLeast(i, least, RowLimit.NAMED, q - lower[i]);
    }
  }
}
