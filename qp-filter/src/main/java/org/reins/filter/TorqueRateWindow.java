package org.reins.filter;

/**
 * The torques that respect a torque-rate limit whichever command in flight the robot executes.
 *
 * <p>A command may be lost, or overtaken by the next one, so the robot may step to the new command
 * from the one it accepted last or from any sent since. With r the largest change per period, the
 * window of joint i is [max u − r, min u + r] over the accepted command and all commands sent
 * since. The commands themselves obey this rule, so the window is never empty.
 *
 * <p>The accepted command is learned in one of three ways, each with a separate method:
 *
 * <ul>
 *   <li>{@link #accepted}: the robot echoes the command. A command that may still be in force is
 *       never forgotten. If more commands are in flight than are stored individually, the oldest go
 *       into a hull, which ends when the robot is seen to hold a later command that is none of
 *       those.
 *   <li>{@link #measured}: the robot measures the torque, which distinguishes commands that differ
 *       by more than the measurement's error.
 *   <li>{@link #overtaken}: the robot gives no feedback. Then at most a given number of commands in
 *       a row is assumed lost, counted in received states, since each of them shows a period of the
 *       robot.
 * </ul>
 *
 * <p>Torques in N·m. Allocates nothing after construction; not thread-safe.
 */
public final class TorqueRateWindow {
  private static final int DEPTH = 64;
  private static final int MERGED = 512;
  // After this many states in a row that name the same later command, no earlier one is meant.
  private static final int CERTAIN = 1000;
  // No command is in transit for longer, states.
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
   * Creates a window.
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

  /** Starts from a robot that holds this torque and has no command in flight. */
  public void reset(double[] torque) {
    reset(torque, torque);
  }

  /**
   * Starts from a robot that holds one of two torques, or one between, and has no command in
   * flight.
   */
  public void reset(double[] torque, double[] other) {
    reset(torque, other, 0);
  }

  /**
   * Starts from a robot that holds about one of two torques, or one between, and has no command in
   * flight.
   *
   * @param error how far outside of them the held torque may be, as a share of the largest change
   */
  public void reset(double[] torque, double[] other, double error) {
    count = 1;
    clearHull();
    states[0] = statesSeen;
    System.arraycopy(torque, 0, sent[0], 0, n);
    if (isSame(torque, other) && error == 0) {
      return;
    }
    hull = true;
    merged[mergedCount++] = hash(torque);
    merged[mergedCount++] = hash(other);
    for (int i = 0; i < n; i++) {
      hullLow[i] = Math.min(torque[i], other[i]) - error * change[i];
      hullHigh[i] = Math.max(torque[i], other[i]) + error * change[i];
    }
  }

  /**
   * Takes the command that the robot reports as accepted last, and forgets the ones sent before it.
   * Two values are equal if they are equal as {@code float}, because some drivers send them as
   * such.
   *
   * @param torque not modified
   * @return whether this is a command that may be in force; if it is not, nothing changes
   */
  public boolean accepted(double[] torque) {
    // Of several equal ones the oldest is taken, so that all commands possibly in flight are kept.
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

  /** Whether a command like this one went into the hull; beyond memory, whether it may have. */
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
      // Adding 0 makes both zeros equal.
      h = 0x9E3779B97F4A7C15L * (h ^ h >>> 29) + Float.floatToRawIntBits((float) t + 0f);
    }
    return h;
  }

  /**
   * Takes a measured torque. Commands that differ from it by more than its error, and were sent
   * before one that does not, are no longer in force. The same holds for commands sent longer ago
   * than a command can be in transit, if the robot holds the torque of a later command.
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

  /** Notes that a state arrived: the robot advanced by a period. */
  public void stateCame() {
    statesSeen++;
  }

  /**
   * Forgets commands that were overtaken: those followed by another command that was sent before
   * the last {@code lost} + 1 states.
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

  /** Stores a command as sent. */
  public void sent(double[] torque) {
    if (count == DEPTH) {
      merge();
      drop(1);
    }
    states[count] = statesSeen;
    System.arraycopy(torque, 0, sent[count++], 0, n);
  }

  /** Stores a command in place of the last one. */
  void replaceLast(double[] torque) {
    System.arraycopy(torque, 0, sent[count - 1], 0, n);
  }

  /** The oldest command may be in force as long as no later one is seen to be. */
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

  /** Removes the oldest commands; their slots move to the end. */
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

  /** Computes the window from the commands that may be in force. */
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
        // Only after a command that was sent despite the window: hold the last sent command.
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
