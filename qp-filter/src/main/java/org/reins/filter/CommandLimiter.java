package org.reins.filter;

import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * The last line before the wire: whatever chose a command, it leaves finite, within a limit, and no
 * farther from the one before than a rate allows. It shares no code with what it checks. Allocates
 * nothing after construction, throws nothing; not thread-safe.
 */
public final class CommandLimiter {
  // Rounding of whoever chose the command, as a share of the limit.
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
   * For positions, rad: within the position limits, and no farther from the one before than the
   * speed limit allows in a period.
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

  /** Begins anew: the next command has none before it. */
  public void begin() {
    begun = false;
  }

  /**
   * Begins anew with what is in force.
   *
   * @param command finite; copied
   */
  public void begin(double[] command) {
    System.arraycopy(command, 0, last, 0, last.length);
    begun = true;
  }

  /**
   * Repairs a command in place: a number that is none becomes the one of before, or what is nearest
   * to 0 within the limits where there was none before; the others are cut.
   *
   * @param command one number per joint, overwritten where it does not pass
   * @param strict whether a cut by the rate counts as a command that did not pass: not where who
   *     chose it leaves the rate to this check
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

  /** Commands that were repaired so far. */
  public long repairs() {
    return repairs;
  }
}
