package org.reins.filter.constraint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reins.robot.model.RobotModel;

/**
 * Two rows for each of some joints: the joint's speed stays within a {@link PositionSpeedLimit}.
 * The bound over one control period holds the limit at every sample. The bound over T makes the
 * approach to the limit gentle.
 */
public final class PositionDependentSpeed implements Constraint {
  private final int[] joints;
  private final PositionSpeedLimit[] limits;
  private final double[] braking;
  private final double horizon;
  private final List<RowName> names = new ArrayList<>();

  /**
   * Prepares rows.
   *
   * @param limits by joint name; joints without an entry are not limited here
   * @param braking decelerations of all joints that are always available, rad/s² or m/s²
   * @param horizon T, s
   * @throws IllegalArgumentException if no joint has a given name
   */
  public PositionDependentSpeed(
      RobotModel robot, Map<String, PositionSpeedLimit> limits, double[] braking, double horizon) {
    joints = limits.keySet().stream().mapToInt(name -> joint(robot, name)).toArray();
    this.limits = limits.values().toArray(PositionSpeedLimit[]::new);
    this.braking = braking.clone();
    this.horizon = horizon;
    for (int i : joints) {
      String joint = robot.joints().get(i).name();
      String unit = robot.joints().get(i).kind().speed();
      names.add(new RowName(joint + ".speed_upper", joint + " speed limit of its position", unit));
      names.add(new RowName(joint + ".speed_lower", joint + " speed limit of its position", unit));
    }
  }

  private static int joint(RobotModel robot, String name) {
    int i = robot.jointNames().indexOf(name);
    if (i < 0) {
      throw new IllegalArgumentException(
          "joint " + name + " is not one of the robot's: " + String.join(", ", robot.jointNames()));
    }
    return i;
  }

  @Override
  public List<RowName> rows() {
    return List.copyOf(names);
  }

  @Override
  public void append(ArmState state, Rows rows) {
    for (int k = 0; k < limits.length; k++) {
      int i = joints[k];
      double q = state.q[i];
      double v = state.qd[i];
      double brake = braking[i];
      double most =
          Math.min(
              limits[k].accelerationAtMost(q, v, brake, horizon),
              limits[k].accelerationAtMost(q, v, brake, state.dt));
      double least =
          Math.max(
              limits[k].accelerationAtLeast(q, v, brake, horizon),
              limits[k].accelerationAtLeast(q, v, brake, state.dt));
      rows.jointAtMost(i, most, RowLimit.NAMED, limits[k].atMost(q) - v);
      rows.jointAtLeast(i, least, RowLimit.NAMED, v - limits[k].atLeast(q));
    }
  }
}
