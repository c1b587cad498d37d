package org.reins.filter.constraint;

import java.util.ArrayList;
import java.util.List;
import org.reins.robot.model.RobotModel;

/**
 * Two rows a joint: its speed stays within a {@link PositionSpeedLimit}. The bound over one control
 * period holds the limit at every sample; the one over T makes the approach to it gentle.
 */
public final class PositionDependentSpeed implements Constraint {
  private final PositionSpeedLimit[] limits;
  private final double[] braking;
  private final double horizon;
  private final List<RowName> names = new ArrayList<>();

  /**
   * Prepares rows.
   *
   * @param limits one per joint
   * @param braking decelerations that are always available, rad/s²
   * @param horizon T, s
   * @throws IllegalArgumentException when there are not as many limits as joints
   */
  public PositionDependentSpeed(
      RobotModel robot, List<PositionSpeedLimit> limits, double[] braking, double horizon) {
    if (limits.size() != robot.dof()) {
      throw new IllegalArgumentException(
          limits.size() + " speed limits given: the robot has " + robot.dof() + " joints");
    }
    this.limits = limits.toArray(PositionSpeedLimit[]::new);
    this.braking = braking.clone();
    this.horizon = horizon;
    for (String joint : robot.jointNames()) {
      names.add(
          new RowName(joint + ".speed_upper", joint + " speed limit of its position", "rad/s"));
      names.add(
          new RowName(joint + ".speed_lower", joint + " speed limit of its position", "rad/s"));
    }
  }

  @Override
  public List<RowName> rows() {
    return List.copyOf(names);
  }

  @Override
  public void append(ArmState state, Rows rows) {
    for (int i = 0; i < limits.length; i++) {
      double q = state.q[i];
      double v = state.qd[i];
      double brake = braking[i];
      double most =
          Math.min(
              limits[i].accelerationAtMost(q, v, brake, horizon),
              limits[i].accelerationAtMost(q, v, brake, state.dt));
      double least =
          Math.max(
              limits[i].accelerationAtLeast(q, v, brake, horizon),
              limits[i].accelerationAtLeast(q, v, brake, state.dt));
      rows.jointAtMost(i, most, RowLimit.NAMED, limits[i].atMost(q) - v);
      rows.jointAtLeast(i, least, RowLimit.NAMED, v - limits[i].atLeast(q));
    }
  }
}
