package org.reins.filter.legged;

import org.reins.filter.FilterReason;
import org.reins.filter.StateCheck;
import org.reins.robot.model.RobotModel;

/**
 * Decides whether a measured state of a legged robot is plausible. It is refused
 *
 * <ul>
 *   <li>as <b>invalid</b> if a number is not finite or the orientation is not a unit quaternion;
 *   <li>as <b>implausible</b> if a joint's values are implausible by {@link StateCheck}, or if the
 *       body turns faster than any gyroscope can measure or its orientation jumps;
 *   <li>as <b>frozen</b> if a joint repeats its values although its velocity says that it moves, or
 *       if a joint, or the body, repeats bitwise identical values for {@link #REPEATED} while the
 *       targets of the joints continue to move.
 * </ul>
 *
 * <p>The load on the feet is unknown, so the check does not conclude that a torque must have moved
 * a joint. Positions in rad, velocities in rad/s. Allocates nothing after construction; not
 * thread-safe.
 */
public final class LegStateCheck {
  /** Largest plausible angular velocity of the body, rad/s: a gyroscope of 2000 °/s. */
  public static final double FASTEST_TURN = 35;

  /** How long measurements may be identical while the targets move, s. */
  public static final double REPEATED = 0.1;

  // Least motion of the targets, rad, that distinguishes a robot that repeats values from one at
  // rest.
  private static final double TOLD = 0.1;
  // Longest time over which velocities predict positions, s.
  private static final double GAP = 0.012;
  private static final double GAP_PERIODS = 1.5;
  private static final double LENGTH = 0.05;
  // Allowed jump of the orientation, rad, and factor on the measured rate.
  private static final double JUMP = 0.2;
  private static final double JUMP_RATE = 2;

  private final int n;
  private final double[] q;
  private final double[] qd;
  private final double[] quaternion = new double[4];
  private final double[] angular = new double[3];
  private final StateCheck joints;
  private final double[] unknown;
  private final double period;
  private final int mostRepeats;
  private final int[] repeated;
  private final double[] told;
  private final double[] movedAt;
  private double moved;
  private int bodyRepeated;
  private double bodyMoved;
  private boolean known;
  private double since;
  private int culprit = -1;

  /**
   * Creates a check of a robot.
   *
   * @param period of the measurements, s
   */
  public LegStateCheck(RobotModel robot, double period) {
    this.period = period;
    mostRepeats = (int) Math.round(REPEATED / period);
    n = robot.dof();
    joints = new StateCheck(robot);
    unknown = new double[n];
    q = new double[n];
    qd = new double[n];
    repeated = new int[n];
    told = new double[n];
    movedAt = new double[n];
  }

  /** Starts over: the next measurement is the first. */
  public void reset() {
    known = false;
    since = 0;
    culprit = -1;
    bodyRepeated = 0;
    moved = 0;
    bodyMoved = 0;
    java.util.Arrays.fill(movedAt, 0);
    java.util.Arrays.fill(repeated, 0);
  }

  /**
   * Takes a fresh measurement. Nothing is kept of one that is not finite.
   *
   * @param measuredQ not modified
   * @param measuredQd not modified
   * @param orientation of the body, w x y z, not modified
   * @param turn angular velocity of the body, not modified
   * @param targets last commanded joint positions, not modified
   * @param dt time since the last measurement taken, s
   * @return NONE if it is plausible; otherwise what is wrong with it
   */
  public FilterReason take(
      double[] measuredQ,
      double[] measuredQd,
      double[] orientation,
      double[] turn,
      double[] targets,
      double dt) {
    culprit = -1;
    FilterReason wrong = bodyInRange(orientation, turn);
    for (int i = 0; i < n; i++) {
      FilterReason r = inRange(i, measuredQ[i], measuredQd[i]);
      if (r != FilterReason.NONE && (culprit < 0 || r == FilterReason.STATE_INVALID)) {
        culprit = i;
        wrong = r;
      }
    }
    since += dt >= 0 && dt < 1 ? dt : 1;
    if (wrong != FilterReason.NONE) {
      return wrong;
    }
    if (!known) {
      begin(measuredQ, measuredQd, orientation, turn, targets);
      return FilterReason.NONE;
    }
    wrong = bodyMoves(orientation, turn);
    follow(targets);
    FilterReason body = bodyFrozen(orientation, turn);
    wrong = wrong == FilterReason.NONE ? body : wrong;
    for (int i = 0; i < n; i++) {
      if (stands(i, measuredQ[i], measuredQd[i]) && culprit < 0) {
        culprit = i;
        wrong = FilterReason.STATE_FROZEN;
      }
    }
    if (!jointsAreGood(measuredQ, measuredQd) && culprit < 0) {
      culprit = joints.culprit();
      wrong = joints.reason();
    }
    keep(measuredQ, measuredQd, orientation, turn);
    return wrong;
  }

  private void begin(double[] p, double[] v, double[] orientation, double[] turn, double[] to) {
    reset();
    known = true;
    joints.reset(p, v);
    keep(p, v, orientation, turn);
    System.arraycopy(to, 0, told, 0, n);
  }

  private void keep(double[] p, double[] v, double[] orientation, double[] turn) {
    System.arraycopy(p, 0, q, 0, n);
    System.arraycopy(v, 0, qd, 0, n);
    System.arraycopy(orientation, 0, quaternion, 0, 4);
    System.arraycopy(turn, 0, angular, 0, 3);
    since = 0;
  }

  private FilterReason inRange(int i, double position, double velocity) {
    if (!Double.isFinite(position) || !Double.isFinite(velocity)) {
      return FilterReason.STATE_INVALID;
    }
    return joints.isInRange(i, position, velocity)
        ? FilterReason.NONE
        : FilterReason.STATE_IMPLAUSIBLE;
  }

  private static FilterReason bodyInRange(double[] o, double[] w) {
    double length = Math.sqrt(o[0] * o[0] + o[1] * o[1] + o[2] * o[2] + o[3] * o[3]);
    double rate = size(w);
    if (!(Math.abs(length - 1) <= LENGTH) || Double.isNaN(rate)) {
      return FilterReason.STATE_INVALID;
    }
    return rate <= FASTEST_TURN ? FilterReason.NONE : FilterReason.STATE_IMPLAUSIBLE;
  }

  private static double size(double[] w) {
    return Math.sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2]);
  }

  /**
   * Whether the orientation is reachable from the last one; a quaternion and its negative are
   * equal.
   */
  private FilterReason bodyMoves(double[] o, double[] w) {
    double dot = 0;
    for (int k = 0; k < 4; k++) {
      dot += o[k] * quaternion[k];
    }
    double angle = 2 * Math.acos(Math.min(1, Math.abs(dot)));
    double most = JUMP_RATE * Math.max(size(w), size(angular)) * since + 2 * LENGTH + JUMP;
    return since > GAP || angle <= most ? FilterReason.NONE : FilterReason.STATE_IMPLAUSIBLE;
  }

  /** Total motion of the targets, the largest step of each joint counted. */
  private void follow(double[] targets) {
    double most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, Math.abs(targets[i] - told[i]));
      told[i] = targets[i];
    }
    moved = most < Double.POSITIVE_INFINITY ? moved + most : moved;
  }

  private FilterReason bodyFrozen(double[] o, double[] w) {
    boolean same = true;
    for (int k = 0; k < 4; k++) {
      same &= o[k] == quaternion[k];
    }
    for (int k = 0; k < 3; k++) {
      same &= w[k] == angular[k];
    }
    if (!same) {
      bodyRepeated = 0;
      bodyMoved = moved;
    } else {
      bodyRepeated = Math.min(mostRepeats, bodyRepeated + 1);
    }
    return bodyRepeated == mostRepeats && moved - bodyMoved > TOLD
        ? FilterReason.STATE_FROZEN
        : FilterReason.NONE;
  }

  private boolean jointsAreGood(double[] position, double[] velocity) {
    if (since > GAP) {
      return joints.reset(position, velocity);
    }
    if (since > GAP_PERIODS * period) {
      joints.missed(since - period);
    }
    return joints.take(position, velocity, unknown, 0, since, Math.max(since, period / 2));
  }

  /** Whether a joint has repeated its values for long while the targets moved on. */
  private boolean stands(int i, double position, double velocity) {
    if (position == q[i] && velocity == qd[i]) {
      repeated[i] = Math.min(mostRepeats, repeated[i] + 1);
    } else {
      repeated[i] = 0;
      movedAt[i] = moved;
    }
    return repeated[i] == mostRepeats && moved - movedAt[i] > TOLD;
  }

  /**
   * The joint that was wrong in the last measurement; −1 if none was, whatever the state of the
   * body.
   */
  public int culprit() {
    return culprit;
  }
}
