package org.reins.filter.constraint;

import java.util.List;
import org.reins.robot.model.RobotModel;

/**
 * Keeps the speed s = ‖v‖ of a point of the arm, such as the tool or the elbow, below a limit L.
 *
 * <p>h = L − s has relative degree one, and ṡ = d̂·(J q̈ + J̇ q̇) with d̂ = v / s, so the row is
 *
 * <pre>
 *   −d̂ᵀ J q̈ ≥ d̂·J̇ q̇ − max(−A, (L′ − s) / T)
 * </pre>
 *
 * <p>Between two samples the acceleration across the motion adds up to A² dt²/(2s) per period,
 * which h / T must absorb: L′ = L − A² T dt / (2L). A point at rest may start in any direction; the
 * next sample handles it, because A dt is far below any limit.
 */
public final class PointSpeed implements Constraint {
  private final PointMotion motion;
  private final double limit;
  private final double acceleration;
  private final double horizon;
  private final RowName name;

  /**
   * Creates the row.
   *
   * @param name of the point, as in statuses: tool, elbow
   * @param link to which it is fixed
   * @param xyz in the link frame, m
   * @param limit L, m/s, over 0; the envelope's speed scale applies to it
   * @param acceleration A, m/s²: largest acceleration of the point, and its braking deceleration
   * @param horizon T, s
   * @throws IllegalArgumentException if the link does not move or a number is not positive
   */
  public PointSpeed(
      RobotModel robot,
      String name,
      String link,
      double[] xyz,
      double limit,
      double acceleration,
      double horizon) {
    if (!(limit > 0 && acceleration > 0 && horizon > 0)) {
      throw new IllegalArgumentException(
          String.format(
              "speed limit of %s is %s m/s with %s m/s² over %s s: all must be positive",
              name, limit, acceleration, horizon));
    }
    motion = new PointMotion(robot, link, xyz);
    this.limit = limit;
    this.acceleration = acceleration;
    this.horizon = horizon;
    this.name = new RowName(name + ".speed", name + " speed", "m/s");
  }

  @Override
  public List<RowName> rows() {
    return List.of(name);
  }

  @Override
  public void append(ArmState state, Rows rows) {
    double scaled = limit * state.speedScale;
    if (!motion.update(state.dynamics)) {
      rows.nothing(scaled);
      return;
    }
    double falling = limit * Math.min(0, state.speedScaleRate);
    motion.atMost(rows, scaled, falling, acceleration, horizon, state.dt, scaled - motion.speed);
  }
}
