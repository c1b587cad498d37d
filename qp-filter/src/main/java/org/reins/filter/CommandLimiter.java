package org.reins.filter;

import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * The last check before the wire. Whatever produced a command, it leaves this class finite, within
 * a limit, and no farther from the previous command than a rate allows. Shares no code with what it
 * checks. Allocates nothing after construction, throws nothing; not thread-safe.
 */
public final class CommandLimiter {
  // Rounding error of the command's source, as a share of the limit.
  private static final double ROUNDING = 1e-9;

  private final double[] lower;
  private final double[] upper;
  private final double[] change;
  private final double[] last;
  private boolean begun;
  private long repairs;

  private CommandLimiter(int n) {
    lower = new double[n];
    upper = new double[n];
    change = new double[n];
    last = new double[n];
  }

  /** For torques, N·m: within the torque limits and the torque rate. */
  public static CommandLimiter torques(RobotModel robot) {
    CommandLimiter guard = new CommandLimiter(robot.dof());
    for (int i = 0; i < guard.last.length; i++) {
      JointLimits l = robot.joints().get(i).limits();
      guard.set(i, -l.effort(), l.effort(), l.effortRate() / robot.control().rateHz());
    }
    return guard;
  }

  /** For velocities, rad/s: within the speed limits and the acceleration limits. */
  public static CommandLimiter velocities(RobotModel robot) {
    CommandLimiter guard = new CommandLimiter(robot.dof());
    for (int i = 0; i < guard.last.length; i++) {
      JointLimits l = robot.joints().get(i).limits();
      guard.set(i, -l.velocity(), l.velocity(), l.acceleration() / robot.control().rateHz());
    }
    return guard;
  }

  /**
   * For positions, rad: within the position limits, and no farther from the previous command than
   * the speed limit allows in a period.
   */
  public static CommandLimiter positions(RobotModel robot) {
    CommandLimiter guard = new CommandLimiter(robot.dof());
    for (int i = 0; i < guard.last.length; i++) {
      JointLimits l = robot.joints().get(i).limits();
      guard.set(i, l.lower(), l.upper(), l.velocity() / robot.control().rateHz());
    }
    return guard;
  }

  private void set(int i, double least, double most, double rate) {
    lower[i] = least;
    upper[i] = most;
    change[i] = rate * (1 + 1e-6);
  }

  /** Starts over: the next command has no predecessor. */
  public void begin() {
    begun = false;
  }

  /**
   * Starts over from the command in force.
   *
   * @param command finite; copied
   */
  public void begin(double[] command) {
    System.arraycopy(command, 0, last, 0, last.length);
    begun = true;
  }

  /**
   * Repairs a command in place. A value that is not finite is replaced by the previous one, or,
   * without a previous one, by the value nearest to 0 within the limits. All other values are
   * clamped.
   *
   * @param command one number per joint, overwritten where it does not pass
   * @param strict whether clamping by the rate counts as a failed check: false if the command's
   *     source leaves the rate limit to this check
   * @return whether it passed
   */
  public boolean check(double[] command, boolean strict) {
    boolean passed = true;
    for (int i = 0; i < last.length; i++) {
      double u = command[i];
      double safe = Double.isFinite(u) ? u : begun ? last[i] : 0;
      safe = Math.max(lower[i], Math.min(upper[i], safe));
      passed &= isNear(u, safe);
      if (begun) {
        double rated = Math.max(last[i] - change[i], Math.min(last[i] + change[i], safe));
        passed &= !strict || isNear(safe, rated);
        safe = rated;
      }
      command[i] = safe;
      last[i] = safe;
    }
    begun = true;
    if (!passed) {
      repairs++;
    }
    return passed;
  }

  private static boolean isNear(double a, double b) {
    return Math.abs(a - b) <= ROUNDING * Math.max(1, Math.abs(b));
  }

  /** Number of commands repaired so far. */
  public long repairs() {
    return repairs;
  }
}
