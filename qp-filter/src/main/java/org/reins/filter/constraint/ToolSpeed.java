package org.reins.filter.constraint;

import java.util.List;
import org.reins.robot.model.RobotModel;

/**
 * Keeps the speed of the tool below the limit in force, {@link ArmState#toolSpeed}, which may
 * change while the robot moves. The row is that of {@link PointSpeed}; without a limit no row is
 * imposed.
 */
public final class ToolSpeed implements Constraint {
  private static final double ACCELERATION = 12;

  /** Usable share of the limit: the robot does not follow its model exactly. */
  private static final double ROOM = 0.95;

  private final PointMotion motion;
  private final double horizon;

  /**
   * Creates the row.
   *
   * @param horizon T of {@link PointSpeed}, s
   */
  public ToolSpeed(RobotModel robot, double horizon) {
    motion = new PointMotion(robot, robot.tool().link(), robot.tool().from());
    this.horizon = horizon;
  }

  @Override
  public List<RowName> rows() {
    return List.of(new RowName("profile.tool_speed", "tool speed of the safety profile", "m/s"));
  }

  @Override
  public void append(ArmState state, Rows rows) {
    double limit = ROOM * state.toolSpeed;
    if (state.toolSpeed >= ArmState.UNLIMITED || !motion.update(state.dynamics)) {
      rows.nothing(limit);
      return;
    }
    motion.atMost(
        rows,
        limit,
        ROOM * Math.min(0, state.toolSpeedRate),
        ACCELERATION,
        horizon,
        state.dt,
        limit - motion.speed);
  }
}
