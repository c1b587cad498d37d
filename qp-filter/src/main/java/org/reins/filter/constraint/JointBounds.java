package org.reins.filter.constraint;

import java.util.ArrayList;
import java.util.List;
import org.reins.robot.model.JointKind;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Two rows per joint. Its acceleration stays within the {@link Viability} bounds of its position
 * and speed limits, and within its braking deceleration: a joint that gains speed no faster than it
 * can lose it keeps the torque swing of a reversal short. A falling speed limit takes the joint
 * along: its rate is added to the bound.
 */
public final class JointBounds implements Constraint {
  // Of a short range, such as that of a finger, the margins leave most.
  private static final double MOST_OF_RANGE = 0.1;

  private final int n;
  private final double horizon;
  private final double[] lowest;
  private final double[] highest;
  private final double[] speed;
  private final double[] braking;
  private final List<RowName> names = new ArrayList<>();
  private double speedShare;

  /**
   * Prepares rows.
   *
   * @param lower lowest allowed positions, rad or m; the robot's own limits where those are
   *     narrower
   * @param upper highest allowed positions, rad or m
   * @param margin kept from both, rad; times {@link org.reins.robot.model.JointKind#perRadian}, and
   *     at most a tenth of the range
   * @param braking decelerations that are always available, rad/s² or m/s²
   * @param horizon T of {@link Viability}, s
   */
  public JointBounds(
      RobotModel robot,
      double[] lower,
      double[] upper,
      double margin,
      double[] braking,
      double horizon) {
    n = robot.dof();
    this.horizon = horizon;
    this.braking = braking.clone();
    lowest = new double[n];
    highest = new double[n];
    speed = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      JointKind kind = robot.joints().get(i).kind();
      double low = Math.max(l.lower(), lower[i]);
      double high = Math.min(l.upper(), upper[i]);
      double kept = Math.min(margin * kind.perRadian(), MOST_OF_RANGE * Math.max(0, high - low));
      lowest[i] = low + kept;
      highest[i] = high - kept;
      speed[i] = l.velocity();
      String joint = robot.joints().get(i).name();
      names.add(new RowName(joint + ".upper", joint + " upper bound", kind.position()));
      names.add(new RowName(joint + ".lower", joint + " lower bound", kind.position()));
    }
  }

  @Override
  public List<RowName> rows() {
    return List.copyOf(names);
  }

  @Override
  public void append(ArmState state, Rows rows) {
    speedShare = 0;
    for (int i = 0; i < n; i++) {
      double q = state.q[i];
      double qd = state.qd[i];
      double top = state.speedScale * speed[i];
      double falling = Math.min(0, state.speedScaleRate) * speed[i];
      upper(rows, i, q, qd, top, falling);
      lower(rows, i, q, qd, top, falling);
      speedShare = Math.max(speedShare, Math.abs(qd) / speed[i]);
    }
  }

  private void upper(Rows rows, int i, double q, double qd, double top, double falling) {
    double brake = braking[i];
    double position = Viability.upper(q, qd, highest[i], Double.POSITIVE_INFINITY, brake, horizon);
    double fast = Math.max(-brake, (top - qd) / horizon + falling);
    if (position <= fast && position <= brake) {
      rows.jointAtMost(i, position, RowLimit.NAMED, highest[i] - q);
    } else if (fast <= brake) {
      rows.jointAtMost(i, fast, RowLimit.SPEED, top - qd);
    } else {
      rows.jointAtMost(i, brake, RowLimit.ACCELERATION, brake);
    }
  }

  private void lower(Rows rows, int i, double q, double qd, double top, double falling) {
    double brake = braking[i];
    double position = Viability.lower(q, qd, lowest[i], Double.POSITIVE_INFINITY, brake, horizon);
    double fast = Math.min(brake, (-top - qd) / horizon - falling);
    if (position >= fast && position >= -brake) {
      rows.jointAtLeast(i, position, RowLimit.NAMED, q - lowest[i]);
    } else if (fast >= -brake) {
      rows.jointAtLeast(i, fast, RowLimit.SPEED, top + qd);
    } else {
      rows.jointAtLeast(i, -brake, RowLimit.ACCELERATION, brake);
    }
  }

  /** Largest share of its full speed limit that a joint used at the last writing of the rows. */
  public double speedShare() {
    return speedShare;
  }
}
