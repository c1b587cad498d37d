package org.reins.filter;

/**
 * The torques that respect a torque-rate limit whichever of the commands in flight the robot takes.
 *
 * <p>A command may be lost, or overtaken by the next one, so the robot may step from the command it
 * accepted last, or from any one sent since, to the new one. With r the largest change a period,
 * the window of joint i is [max u − r, min u + r] over the accepted command and all commands sent
 * since. The commands themselves obey this rule, so the window is never empty.
 *
 * <p>What the robot accepted is learned in one of three ways, each with its own call:
 *
 * <ul>
 *   <li>{@link #accepted}: the robot echoes the command. Nothing that may still be in force is ever
 *       forgotten: when more commands are in flight than are kept one by one, the oldest go into a
 *       hull, which ends when the robot is seen to hold a later command that is none of those.
 *   <li>{@link #measured}: the robot measures the torque, which tells commands apart that are
 *       farther from each other than the measurement's error.
 *   <li>{@link #overtaken}: the robot says nothing. Then at most a given number of commands in a
 *       row is taken to be lost, counted in states that came, since each of them shows a period of
 *       the robot.
 * </ul>
 *
 * <p>Torques in N·m. Allocates nothing after construction; not thread-safe.
 */
public final class TorqueRateWindow {
  private static final int DEPTH = 64;
  private static final int MERGED = 512;
  // After so many states in a row that name the same later command, one of before is not meant.
  private static final int CERTAIN = 1000;
  // No command is under way for longer, states.
  private static final int UNDER_WAY = 20;

  private final int n;
  private final double[] change;
  private final double[][] sent = new double[DEPTH][];
  private final long[] states = new long[DEPTH];
  private final double[] hullLow;
  private final double[] hullHigh;
  private final double[] low;
  private final double[] high;
  private final long[] merged = new long[MERGED];
  private int mergedCount;
  private int ambiguous;
  private int count;
  private boolean hull;
  private long statesSeen;

  /**
   * Makes a window.
   *
   * @param change largest change of each joint's torque from one command to the next, N·m; copied
   */
  public TorqueRateWindow(double[] change) {
    this.n = change.length;
    this.change = change.clone();
    for (int k = 0; k < DEPTH; k++) {
      sent[k] = new double[n];
    }
    hullLow = new double[n];
    hullHigh = new double[n];
    low = new double[n];
    high = new double[n];
  }

  /** Starts from a robot that holds this torque and has nothing in flight. */
  public void reset(double[] torque) {
    reset(torque, torque);
  }

  /**
   * Starts from a robot that holds one of two torques, or one between, and has nothing in flight.
   */
  public void reset(double[] torque, double[] other) {
    count = 1;
    clearHull();
    states[0] = statesSeen;
    System.arraycopy(torque, 0, sent[0], 0, n);
    if (isSame(torque, other)) {
      return;
    }
    hull = true;
    merged[mergedCount++] = hash(torque);
    merged[mergedCount++] = hash(other);
    for (int i = 0; i < n; i++) {
      hullLow[i] = Math.min(torque[i], other[i]);
      hullHigh[i] = Math.max(torque[i], other[i]);
    }
  }

  /**
   * Takes the command that the robot says it accepted last, and forgets the ones sent before it. A
   * number is the same when it is the same as a {@code float}, for some drivers send it as one.
   *
   * @param torque not modified
   * @return whether this is a command that may be in force; when it is not, nothing changes
   */
  public boolean accepted(double[] torque) {
    // Of several equal ones the oldest: then all that may still be in flight is kept.
    for (int k = 0; k < count; k++) {
      if (isSame(sent[k], torque)) {
        boolean certain = !hull || !wasMerged(torque) || ++ambiguous > CERTAIN;
        if (certain) {
          forget(k);
        }
        return true;
      }
    }
    return hull && wasMerged(torque);
  }

  /** Whether a command like this one went into the hull; past memory, whether it may have. */
  private boolean wasMerged(double[] torque) {
    if (mergedCount > MERGED) {
      return shareOutsideHull(torque) == 0;
    }
    long wanted = hash(torque);
    for (int k = 0; k < mergedCount; k++) {
      if (merged[k] == wanted) {
        return true;
      }
    }
    return false;
  }

  private static long hash(double[] torque) {
    long h = 7;
    for (double t : torque) {
      // Adding 0 makes one of both zeros.
      h = 0x9E3779B97F4A7C15L * (h ^ h >>> 29) + Float.floatToRawIntBits((float) t + 0f);
    }
    return h;
  }

  /**
   * Takes a measured torque: commands that lie farther from it than its error, and were sent before
   * one that does not, are no longer in force. Neither is what was sent longer ago than a command
   * can be under way, when the robot holds the torque of a later command: whichever it accepted, it
   * holds that.
   *
   * @param torque not modified
   * @param error largest error of a measurement, as a share of the largest change of a joint
   */
  public void measured(double[] torque, double error) {
    int k = 0;
    while (k < count && shareApart(sent[k], torque) > error) {
      k++;
    }
    if (k > 0 && k < count && !(hull && shareOutsideHull(torque) <= error)) {
      forget(k);
    }
    int late = 0;
    while (late < count && statesSeen - states[late] > UNDER_WAY) {
      late++;
    }
    if (late == 0 && !hull) {
      return;
    }
    k = late;
    while (k < count && shareApart(sent[k], torque) > error) {
      k++;
    }
    if (k < count) {
      forget(late);
    }
  }

  /** Says that a state came: the robot went on by a period. */
  public void stateCame() {
    statesSeen++;
  }

  /**
   * Forgets commands that were overtaken: those after which another one was sent before the last
   * {@code lost} + 1 states.
   *
   * @param lost most commands in a row that may be lost, not negative
   */
  public void overtaken(int lost) {
    int k = 0;
    while (k + 1 < count && statesSeen - states[k + 1] > lost) {
      k++;
    }
    if (k > 0) {
      forget(k);
    }
  }

  /** Remembers a command as sent. */
  public void sent(double[] torque) {
    if (count == DEPTH) {
      merge();
      drop(1);
    }
    states[count] = statesSeen;
    System.arraycopy(torque, 0, sent[count++], 0, n);
  }

  /** The oldest command may be in force for as long as no later one is seen to be. */
  private void merge() {
    if (isSame(sent[0], sent[1])) {
      return;
    }
    for (int i = 0; i < n; i++) {
      hullLow[i] = hull ? Math.min(hullLow[i], sent[0][i]) : sent[0][i];
      hullHigh[i] = hull ? Math.max(hullHigh[i], sent[0][i]) : sent[0][i];
    }
    hull = true;
    if (mergedCount < MERGED) {
      merged[mergedCount] = hash(sent[0]);
    }
    mergedCount++;
  }

  private void forget(int oldest) {
    clearHull();
    drop(oldest);
  }

  private void clearHull() {
    hull = false;
    mergedCount = 0;
    ambiguous = 0;
  }

  /** Takes out the oldest commands; their slots go to the end. */
  private void drop(int oldest) {
    for (int round = 0; round < oldest; round++) {
      double[] slot = sent[0];
      System.arraycopy(sent, 1, sent, 0, count - 1);
      System.arraycopy(states, 1, states, 0, count - 1);
      sent[count - 1] = slot;
      count--;
    }
  }

  private static boolean isSame(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      if ((float) a[i] != (float) b[i]) {
        return false;
      }
    }
    return true;
  }

  private double shareOutsideHull(double[] torque) {
    double most = 0;
    for (int i = 0; i < n; i++) {
      double outside = Math.max(hullLow[i] - torque[i], torque[i] - hullHigh[i]);
      most = Math.max(most, outside / change[i]);
    }
    return most;
  }

  private double shareApart(double[] a, double[] b) {
    double most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]) / change[i]);
    }
    return most;
  }

  /** Computes the window from what may be in force. */
  public void update() {
    for (int i = 0; i < n; i++) {
      double most = hull ? hullHigh[i] : Double.NEGATIVE_INFINITY;
      double least = hull ? hullLow[i] : Double.POSITIVE_INFINITY;
      for (int k = 0; k < count; k++) {
        most = Math.max(most, sent[k][i]);
        least = Math.min(least, sent[k][i]);
      }
      low[i] = most - change[i];
      high[i] = least + change[i];
      if (low[i] > high[i]) {
        // Only after a command that was sent in spite of the window: hold what was sent last.
        low[i] = sent[count - 1][i];
        high[i] = low[i];
      }
    }
  }

  /** Lower ends, N·m, length n; owned by the window, overwritten by {@link #update}. */
  public double[] low() {
    return low;
  }

  /** Upper ends, N·m, length n; owned by the window, overwritten by {@link #update}. */
  public double[] high() {
    return high;
  }

  /** The command sent last, N·m; owned by the window. */
  public double[] last() {
    return sent[count - 1];
  }
}
