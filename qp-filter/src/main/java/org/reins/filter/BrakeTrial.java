package org.reins.filter;

import java.util.Arrays;

/**
 * Tells a pushed joint from one that is measured with the wrong sign. Both become faster while the
 * brake acts. The brake lets go for some milliseconds: a pushed joint then accelerates more, and a
 * joint that the brake itself drives accelerates less.
 *
 * <pre>
 *   y = Σ (Δq̇ − q̈₀ dt)      x = Σ (a − a₀) dt      s = y / x
 * </pre>
 *
 * <p>Here q̈₀ is the measured acceleration over the last {@link #RECENT} before the trial, a the
 * one that the commands produce according to the model, and a₀ that over the same time. The sums
 * begin when the brake has let go. s is 1 for a joint that follows the commands and −1 for the
 * opposite, whatever lasting push acts on it. Velocities in rad/s, or m/s. Allocates nothing after
 * construction; not thread-safe.
 */
final class BrakeTrial {
  /** Time over which the accelerations before a trial are averaged, s. */
  static final double RECENT = 0.01;

  /** Time until the joint shows that the brake has let go: s, and periods. */
  static final double LETTING_GO = 0.008;

  static final int PERIODS = 2;

  /** Longest trial, s. A joint that has shown nothing by then counts as contrary. */
  static final double LONGEST = 0.1;

  /** Change of speed that the released brake must account for, share of the speed limit. */
  static final double ENOUGH = 0.1;

  // Least |s| of a verdict.
  private static final double CLEAR = 0.8;

  private final double[] enough;
  private final double[] speed;
  private final double[] gained;
  private final double[] asked;
  private final double[] time;
  private int joint = -1;
  private double elapsed;
  private double gainedBefore;
  private double askedBefore;
  private double y;
  private double x;

  /**
   * Creates a trial.
   *
   * @param limit speed limit of each joint, not modified
   */
  BrakeTrial(double[] limit) {
    int n = limit.length;
    enough = Arrays.stream(limit).map(v -> ENOUGH * v).toArray();
    speed = new double[n];
    gained = new double[n];
    asked = new double[n];
    time = new double[n];
    reset();
  }

  /** Starts over without a trial. */
  void reset() {
    Arrays.fill(speed, Double.NaN);
    Arrays.fill(gained, 0);
    Arrays.fill(asked, 0);
    Arrays.fill(time, 0);
    joint = -1;
  }

  /** Notes that a joint was not measured: what it did meanwhile does not count. */
  void skip(int i) {
    speed[i] = Double.NaN;
  }

  /**
   * Takes a joint's velocity.
   *
   * @param acceleration by the commands since the last one
   * @param dt since the last one, s
   */
  void take(int i, double velocity, double acceleration, double dt) {
    double change = velocity - speed[i];
    speed[i] = velocity;
    if (Double.isNaN(change)) {
      return;
    }
    double kept = 1 - Math.min(1, dt / RECENT);
    gained[i] = kept * gained[i] + change;
    asked[i] = kept * asked[i] + acceleration * dt;
    time[i] = kept * time[i] + dt;
    if (i == joint && elapsed > LETTING_GO + PERIODS * dt) {
      y += change - gainedBefore * dt;
      x += (acceleration - askedBefore) * dt;
    }
  }

  /** Begins a trial of a joint, whose velocities have been taken. */
  void begin(int suspect) {
    joint = suspect;
    elapsed = 0;
    gainedBefore = gained[suspect] / time[suspect];
    askedBefore = asked[suspect] / time[suspect];
    y = 0;
    x = 0;
  }

  /** The joint on trial, for which the brake must let go; −1 if there is none. */
  int joint() {
    return joint;
  }

  /**
   * Asked in each cycle of a trial, after the velocities: ends it if the outcome is known.
   *
   * @param dt since the last cycle, s
   */
  Verdict judge(double dt) {
    elapsed += dt;
    Verdict verdict = Verdict.NONE;
    if (Math.abs(x) > enough[joint] && Math.abs(y) > CLEAR * Math.abs(x)) {
      verdict = x * y > 0 ? Verdict.PUSHED : Verdict.CONTRARY;
    } else if (elapsed > LONGEST) {
      verdict = Verdict.CONTRARY;
    }
    joint = verdict == Verdict.NONE ? joint : -1;
    return verdict;
  }

  /** Notes a cycle of a trial without a state. After {@link #LONGEST} the brake returns. */
  void missed(double dt) {
    elapsed += dt;
    joint = elapsed > LONGEST ? -1 : joint;
  }

  /** Outcome of a trial. */
  enum Verdict {
    /** Not yet known. */
    NONE,
    /** The joint follows the commands: something else made it faster. */
    PUSHED,
    /** The joint moves against the commands. */
    CONTRARY
  }
}
