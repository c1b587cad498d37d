package org.reins.node.filter;

import java.util.Arrays;
import java.util.List;
import org.reins.filter.Explanation;
import org.reins.filter.constraint.RowLimit;
import org.reins.filter.constraint.RowName;
import org.reins.node.messages.FilterDetail;

/**
 * One cycle in detail, for displays and recordings: what was measured, what the policy asked for,
 * and what was sent. {@link RobotCycle} fills it in; one instance is reused. Arrays over joints are
 * in the order of the robot.
 */
public final class CycleDetail {
  /** Largest number of constraint rows, as there are bits in {@link CycleReport#activeRows}. */
  public static final int ROWS = 64;

  /** Measured positions, rad. */
  public final double[] position;

  /** Measured velocities, rad/s. */
  public final double[] velocity;

  /** Joint positions that the policy asks for, rad; NaN without a usable action. */
  public final double[] target;

  /** Torques that the policy's action amounts to, N·m; NaN where there are none. */
  public final double[] nominal;

  /** Torques of the command that was sent, N·m; NaN where there are none. */
  public final double[] command;

  /** Orientation of a floating base, unit quaternion w x y z; NaN for a fixed base. */
  public final double[] orientation = new double[4];

  /** Commanded twist, m/s and rad/s: x, y, turn; NaN for a fixed base. */
  public final double[] asked = new double[3];

  /** Twist that the robot follows, m/s and rad/s: x, y, turn; NaN for a fixed base. */
  public final double[] followed = new double[3];

  /** Position of the person in the base frame, m; NaN if it is unknown or does not matter. */
  public final double[] person = new double[3];

  /** Bit k: row k acted in this cycle, or in one since the detail before. */
  public long activeRows;

  /** Distance to the limit of each row, in the row's unit; NaN where it is unknown. */
  public final double[] left = new double[ROWS];

  /** The limit that each row stood for; null where it is unknown. */
  public final RowLimit[] limits = new RowLimit[ROWS];

  /** Creates a detail of a robot with n joints. */
  public CycleDetail(int n) {
    position = new double[n];
    velocity = new double[n];
    target = new double[n];
    nominal = new double[n];
    command = new double[n];
  }

  /** Starts over: everything is unknown. */
  public void clear() {
    Arrays.fill(position, Double.NaN);
    Arrays.fill(velocity, Double.NaN);
    Arrays.fill(target, Double.NaN);
    Arrays.fill(nominal, Double.NaN);
    Arrays.fill(command, Double.NaN);
    Arrays.fill(orientation, Double.NaN);
    Arrays.fill(asked, Double.NaN);
    Arrays.fill(followed, Double.NaN);
    Arrays.fill(person, Double.NaN);
    Arrays.fill(left, Double.NaN);
    Arrays.fill(limits, null);
    activeRows = 0;
  }

  /**
   * This cycle as a message; allocates, so not for the control thread.
   *
   * @param joints names of the joints
   * @param names of the constraint rows, in the order of the bits
   */
  public FilterDetail message(List<String> joints, List<RowName> names, long stampNanos) {
    return new FilterDetail(
        stampNanos,
        joints,
        position.clone(),
        velocity.clone(),
        target.clone(),
        nominal.clone(),
        command.clone(),
        orientation.clone(),
        asked.clone(),
        followed.clone(),
        person.clone(),
        Explanation.acting(activeRows, names, limits, left));
  }

  /**
   * Takes the rows of a filter with their distances.
   *
   * @param distances to the limits, at most {@link #ROWS}; not retained
   * @param which limits; not retained
   */
  public void rows(double[] distances, RowLimit[] which) {
    System.arraycopy(distances, 0, left, 0, Math.min(ROWS, distances.length));
    System.arraycopy(which, 0, limits, 0, Math.min(ROWS, which.length));
  }
}
