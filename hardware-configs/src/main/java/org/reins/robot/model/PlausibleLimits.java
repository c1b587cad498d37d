package org.reins.robot.model;

import java.util.Locale;

/** Limits that no joint has, which suggest another unit: degrees for radians, mm for metres. */
public final class PlausibleLimits {
  // Two turns to either side; some wrists have them.
  private static final double FARTHEST_TURN = 4 * Math.PI + 0.1;
  private static final double FARTHEST_SLIDE = 50;
  // Beyond the motors of arms and legs, rad/s and m/s.
  private static final double FASTEST_TURN = 100;
  private static final double FASTEST_SLIDE = 20;

  private PlausibleLimits() {}

  /** Whether a joint reaches farther than joints with ends do; infinite ends are those of none. */
  public static boolean isFar(JointKind kind, double lower, double upper) {
    double most = kind == JointKind.PRISMATIC ? FARTHEST_SLIDE : FARTHEST_TURN;
    return Double.isFinite(lower)
        && Double.isFinite(upper)
        && Math.max(Math.abs(lower), Math.abs(upper)) > most;
  }

  /** Whether a joint is faster than motors are. */
  public static boolean isFast(JointKind kind, double velocity) {
    return velocity > (kind == JointKind.PRISMATIC ? FASTEST_SLIDE : FASTEST_TURN);
  }

  /** The unit that such limits may have been meant in. */
  public static String otherUnit(JointKind kind) {
    return kind == JointKind.PRISMATIC ? "millimetres" : "degrees";
  }

  /** A sentence on a joint with such limits; empty for any other. */
  static String warning(Joint joint) {
    JointLimits l = joint.limits();
    boolean far = isFar(joint.kind(), l.lower(), l.upper());
    boolean fast = isFast(joint.kind(), l.velocity());
    if (!far && !fast) {
      return "";
    }
    String what =
        far
            ? String.format(
                Locale.ROOT,
                "its range is %s to %s %s",
                l.lower(),
                l.upper(),
                joint.kind().position())
            : String.format(
                Locale.ROOT, "its speed limit is %s %s", l.velocity(), joint.kind().speed());
    return "joint "
        + joint.name()
        + ": "
        + what
        + ": are these "
        + otherUnit(joint.kind())
        + ", or placeholders? The filter uses them as they are";
  }
}
