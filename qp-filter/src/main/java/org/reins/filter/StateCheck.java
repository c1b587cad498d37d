package org.reins.filter;

import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Decides, joint by joint, whether a measured state is plausible. A joint's values are refused
 *
 * <ul>
 *   <li>as <b>invalid</b> if one is not finite;
 *   <li>as <b>implausible</b> if the position lies more than {@link #BEYOND_LIMIT} outside its
 *       limits, if the speed exceeds {@link #FASTEST} times its limit, if the position has moved
 *       farther since the last valid one than any plausible speed allows, or if positions and
 *       velocities contradict each other:
 *       <pre>
 *   e ← e (1 − dt/τ) + Δq − ½ (q̇ + q̇₋) dt        |e| ≤ e₀ + e₁ v
 *       </pre>
 *       with τ = {@link #MEMORY}, and v the largest recent measured speed, fading with τ; or if the
 *       two, averaged over {@link #AVERAGE}, differ by more than {@link #DIFFERENCE} and {@link
 *       #DIFFERENCE_OF_LIMIT} of the speed limit; or if velocities are exactly 0 while positions
 *       move by {@link #UNSAID} within {@link #UNSAID_MEMORY};
 *   <li>as <b>frozen</b> if position and velocity are bitwise identical for longer than is usual
 *       for this sensor, at most {@link #REPEATED}, although the velocity says that the joint
 *       moves, or although the commands must have moved it: judged by the velocity that they
 *       produce according to the model, less friction, over {@link #PUSHED}.
 * </ul>
 *
 * <p>A continuous joint may be measured with or without its turns: differences of positions are
 * taken the short way round. Positions in rad, velocities in rad/s; for a joint that slides in m
 * and m/s, and every constant in rad or rad/s counts times {@link
 * org.reins.robot.model.JointKind#perRadian}. Allocates nothing; not thread-safe.
 */
public final class StateCheck {
  /** How far outside its limits a joint may be measured, rad. */
  public static final double BEYOND_LIMIT = 0.5;

  /** Largest plausible speed, in speed limits of the joint. */
  public static final double FASTEST = 4;

  /** τ, s. */
  public static final double MEMORY = 0.2;

  /** How long a moving joint may repeat its values, s: sensors may be slower than messages. */
  public static final double REPEATED = 0.012;

  /** Time over which speeds are averaged to compare them, s. */
  public static final double AVERAGE = 0.01;

  /** Largest difference of averaged speeds, rad/s, to which the share of the limit is added. */
  public static final double DIFFERENCE = 0.2;

  /** Share of a joint's speed limit that is added. */
  public static final double DIFFERENCE_OF_LIMIT = 0.12;

  /**
   * Speed that commands must have given a joint that repeats its values, share of its speed limit.
   */
  public static final double PUSHED = 0.1;

  /** How far a joint may move while its reported velocity is exactly 0, rad. */
  public static final double UNSAID = 0.01;

  /** Time window for that motion, s. */
  public static final double UNSAID_MEMORY = 0.05;

  // e₀, rad, and e₁, s: a velocity may lag behind the position, or be a few percent wrong.
  private static final double CONTRADICTION = 0.015;
  private static final double CONTRADICTION_TIME = 0.03;
  private static final double JUMP = 0.02;
  private static final double MOVING = 0.02;
  // Repetitions: factor on the longest recent one, its decay, and the minimum, periods.
  private static final double USUAL = 2.5;
  private static final double USUAL_FADING = 0.01;
  private static final double LEAST_REPEATS = 3.5;
  // A robot that has not moved since the start may still be releasing its brakes: factor on PUSHED.
  private static final double STARTING = 5;
  // After a gap, delayed states may arrive in a burst with meaningless times. Positions may then
  // differ from the velocities by the joint's motion in the gap, of which at most this time counts,
  // s.
  private static final double MOST_LOOSENESS = 0.1;
  // A continuous joint may count its turns, but not without limit.
  private static final double MOST_TURNS = 1e4;

  private final int n;
  private final double[] lowest;
  private final double[] highest;
  private final double[] fastest;
  private final double[] pushed;
  private final boolean[] continuous;
  private final double[] perRadian;
  private final double[] q;
  private final double[] qd;
  private final double[] contradiction;
  private final double[] unsaid;
  private final double[] speed;
  private final double[] derivative;
  private final double[] average;
  private final double[] difference;
  private final double[] usual;
  private final boolean[] alive;
  private final double[] repeated;
  private final double[] push;
  private final boolean[] good;
  private final boolean[] inRange;
  private double sinceGood;
  private double looseness;
  private FilterReason reason = FilterReason.NONE;
  private int culprit = -1;

  /** Creates a check of a robot's joints. */
  public StateCheck(RobotModel robot) {
    n = robot.dof();
    lowest = new double[n];
    highest = new double[n];
    fastest = new double[n];
    pushed = new double[n];
    difference = new double[n];
    continuous = new boolean[n];
    perRadian = robot.perRadian();
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      continuous[i] = l.isContinuous();
      lowest[i] = continuous[i] ? -MOST_TURNS : l.lower() - perRadian[i] * BEYOND_LIMIT;
      highest[i] = continuous[i] ? MOST_TURNS : l.upper() + perRadian[i] * BEYOND_LIMIT;
      fastest[i] = FASTEST * l.velocity();
      pushed[i] = PUSHED * l.velocity();
      difference[i] = perRadian[i] * DIFFERENCE + DIFFERENCE_OF_LIMIT * l.velocity();
    }
    q = new double[n];
    qd = new double[n];
    contradiction = new double[n];
    unsaid = new double[n];
    speed = new double[n];
    derivative = new double[n];
    average = new double[n];
    usual = new double[n];
    alive = new boolean[n];
    repeated = new double[n];
    push = new double[n];
    good = new boolean[n];
    inRange = new boolean[n];
  }

  /**
   * Starts over.
   *
   * @param measuredQ not modified
   * @param measuredQd not modified
   * @return whether every value is plausible; if one is not, nothing changes
   */
  public boolean reset(double[] measuredQ, double[] measuredQd) {
    for (int i = 0; i < n; i++) {
      if (!isInRange(i, measuredQ[i], measuredQd[i])) {
        return false;
      }
    }
    for (int i = 0; i < n; i++) {
      begin(i, measuredQ[i], measuredQd[i]);
    }
    sinceGood = 0;
    looseness = 0;
    reason = FilterReason.NONE;
    culprit = -1;
    return true;
  }

  private void begin(int i, double position, double velocity) {
    q[i] = position;
    qd[i] = velocity;
    contradiction[i] = 0;
    unsaid[i] = 0;
    speed[i] = Math.abs(velocity);
    derivative[i] = velocity;
    average[i] = velocity;
    usual[i] = REPEATED / USUAL;
    alive[i] = false;
    repeated[i] = 0;
    push[i] = 0;
    good[i] = true;
  }

  /** Notes that time has passed without a state, s. */
  public void missed(double dt) {
    sinceGood += dt;
  }

  /**
   * Takes a fresh measurement.
   *
   * @param measuredQ not modified
   * @param measuredQd not modified
   * @param acceleration of each joint that the commands produced according to the model since the
   *     last measurement, less a bound on friction, rad/s²; not modified
   * @param patience how much longer than usual commanded motion may take to appear, s: the lag of a
   *     controller inside the robot
   * @param between time since the last measurement by its stamp, s
   * @param dt the same, but at least half a period: delayed states that arrive in a burst were
   *     measured a period apart
   * @return whether all joints are valid; otherwise see {@link #reason} and {@link #culprit}
   */
  public boolean take(
      double[] measuredQ,
      double[] measuredQd,
      double[] acceleration,
      double patience,
      double between,
      double dt) {
    reason = FilterReason.NONE;
    culprit = -1;
    boolean gap = sinceGood > 0;
    double elapsed = dt + sinceGood;
    double fading = 1 - Math.min(1, dt / MEMORY);
    looseness = Math.max(fading * looseness, Math.min(MOST_LOOSENESS, elapsed - dt));
    for (int i = 0; i < n; i++) {
      FilterReason wrong = judge(i, measuredQ[i], measuredQd[i], gap, elapsed, between, dt);
      if (wrong == FilterReason.NONE) {
        wrong = frozen(i, measuredQ[i], measuredQd[i], acceleration[i], patience, dt);
      }
      inRange[i] = isInRange(i, measuredQ[i], measuredQd[i]);
      good[i] = wrong == FilterReason.NONE;
      if (!good[i] && culprit < 0) {
        culprit = i;
        reason = wrong;
      }
      if (inRange[i]) {
        q[i] = measuredQ[i];
        qd[i] = measuredQd[i];
      }
    }
    sinceGood = 0;
    return culprit < 0;
  }

  /** Whether a position and speed are possible at all, rad and rad/s; false for NaN. */
  public boolean isInRange(int i, double position, double velocity) {
    return position >= lowest[i] && position <= highest[i] && Math.abs(velocity) <= fastest[i];
  }

  private FilterReason judge(
      int i,
      double position,
      double velocity,
      boolean gap,
      double elapsed,
      double between,
      double dt) {
    if (!Double.isFinite(position) || !Double.isFinite(velocity)) {
      return FilterReason.STATE_INVALID;
    }
    if (!isInRange(i, position, velocity)) {
      return FilterReason.STATE_IMPLAUSIBLE;
    }
    double moved = difference(i, position, q[i]);
    double fading = 1 - Math.min(1, dt / MEMORY);
    speed[i] = Math.max(Math.abs(velocity), fading * speed[i]);
    contradiction[i] *= fading;
    if (Math.abs(moved) > elapsed * fastest[i] + perRadian[i] * JUMP) {
      contradiction[i] += moved;
    } else {
      contradiction[i] += moved - between * (velocity + qd[i]) / 2;
      if (!gap) {
        // How much of the motion in a gap the speed explains is not known.
        double share = Math.min(1, dt / AVERAGE);
        derivative[i] += share * (moved / dt - derivative[i]);
        average[i] += share * ((velocity + qd[i]) / 2 - average[i]);
        double kept = (1 - Math.min(1, dt / UNSAID_MEMORY)) * unsaid[i];
        unsaid[i] = velocity == 0 && qd[i] == 0 ? kept + moved : 0;
      }
    }
    boolean contradicts =
        Math.abs(contradiction[i])
                > perRadian[i] * CONTRADICTION + (CONTRADICTION_TIME + looseness) * speed[i]
            || Math.abs(unsaid[i]) > perRadian[i] * UNSAID
            || Math.abs(derivative[i] - average[i])
                > difference[i] + looseness / AVERAGE * speed[i];
    return contradicts ? FilterReason.STATE_IMPLAUSIBLE : FilterReason.NONE;
  }

  private FilterReason frozen(
      int i, double position, double velocity, double acceleration, double patience, double dt) {
    if (position != q[i] || velocity != qd[i]) {
      alive[i] = true;
      if (Math.abs(velocity) > perRadian[i] * MOVING) {
        usual[i] = Math.max(repeated[i], usual[i] - USUAL_FADING * usual[i]);
      }
      repeated[i] = 0;
      push[i] = 0;
      return FilterReason.NONE;
    }
    repeated[i] += dt;
    push[i] += dt * acceleration;
    double longest = Math.min(REPEATED, Math.max(LEAST_REPEATS * dt, USUAL * usual[i]));
    boolean moves = Math.abs(velocity) > perRadian[i] * MOVING && repeated[i] > longest;
    double most = alive[i] ? pushed[i] : STARTING * pushed[i];
    boolean mustMove = Math.abs(push[i]) > most && repeated[i] > longest + patience;
    return moves || mustMove ? FilterReason.STATE_FROZEN : FilterReason.NONE;
  }

  private double difference(int i, double a, double b) {
    return continuous[i] ? Math.IEEEremainder(a - b, 2 * Math.PI) : a - b;
  }

  /** Whether a joint's last measurement was valid. */
  public boolean isGood(int joint) {
    return good[joint];
  }

  /**
   * Speed of a joint derived from its positions alone, rad/s, averaged over about 10 ms: for a
   * joint whose velocity is implausible.
   */
  public double derivative(int joint) {
    return Math.max(-fastest[joint], Math.min(fastest[joint], derivative[joint]));
  }

  /** Whether a joint's last position was plausible and not frozen. */
  public boolean positionMoves(int joint) {
    return inRange[joint] && repeated[joint] == 0;
  }

  /** What was wrong with the last measurement; NONE if nothing was. */
  public FilterReason reason() {
    return reason;
  }

  /** The first joint that was wrong in the last measurement; −1 if none was. */
  public int culprit() {
    return culprit;
  }
}
