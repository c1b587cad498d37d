package org.reins.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.filter.constraint.RowLimit;
import org.reins.filter.constraint.RowName;

/**
 * What a cycle of the filter did and why, in words: "changed: panda_joint4 upper bound, 0.03 rad
 * left; speed scale 0.40 set by planner, level 0". Meant for people and used off the control
 * thread: it allocates.
 */
public final class Explanation {
  private Explanation() {}

  /**
   * Explains one outcome.
   *
   * @param out of the filter that has these rows
   * @param rows {@link SafetyFilter#rows}
   * @param envelope in force
   * @param setBy who set it: planner, operator, or base envelope
   */
  public static String of(FilterOutput out, List<RowName> rows, Envelope envelope, String setBy) {
    StringBuilder text = new StringBuilder(action(out.action));
    String reason = reason(out.reason);
    if (!reason.isEmpty()) {
      text.append(" because ").append(reason);
    }
    List<String> acting = acting(out.activeRows, rows, out.limits, out.left);
    if (!acting.isEmpty()) {
      text.append(": ").append(String.join("; ", acting));
    }
    if (out.slack > 0) {
      text.append(String.format(Locale.ROOT, "; soft rows fall short by %.3g", out.slack));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "; speed scale %.2f set by %s, level %d",
            out.speedScale,
            setBy,
            envelope.level()));
    return text.toString();
  }

  /**
   * The rows that acted, each in words with the remaining distance.
   *
   * @param active bit k is set if row k acted
   * @param limits which limit each row stood for; null where that is not known
   * @param left distance to the limit of each row, in its unit; NaN where it is not known
   */
  public static List<String> acting(
      long active, List<RowName> rows, RowLimit[] limits, double[] left) {
    List<String> acting = new ArrayList<>();
    for (int k = 0; k < rows.size(); k++) {
      if ((active & 1L << k) != 0) {
        boolean known = limits[k] != null && !Double.isNaN(left[k]);
        acting.add(known ? row(rows.get(k), limits[k], left[k]) : rows.get(k).words());
      }
    }
    return acting;
  }

  private static String row(RowName row, RowLimit limit, double left) {
    if (limit != RowLimit.NAMED) {
      String joint = row.name().substring(0, row.name().lastIndexOf('.'));
      return limit == RowLimit.SPEED
          ? String.format(Locale.ROOT, "%s speed limit, %.2g %s/s left", joint, left, row.unit())
          : joint + " acceleration limit";
    }
    if (left < 0) {
      return String.format(Locale.ROOT, "%s, %.2g %s beyond", row.words(), -left, row.unit());
    }
    return String.format(Locale.ROOT, "%s, %.2g %s left", row.words(), left, row.unit());
  }

  /** An action in words, such as "slowed down". */
  public static String action(FilterAction action) {
    return switch (action) {
      case PASS -> "passed unchanged";
      case MODIFIED -> "changed";
      case SLOWDOWN -> "slowed down";
      case FALLBACK -> "braked";
      case STOP -> "stopped until reset";
    };
  }

  /** A reason in words, to follow "because"; empty if there is none beyond the rows. */
  public static String reason(FilterReason reason) {
    return switch (reason) {
      case NONE, CONSTRAINT -> "";
      case ACTION_STALE -> "the policy is silent";
      case ACTION_INVALID ->
          "the policy's action is not finite, out of range or of negative stiffness";
      case STATE_STALE -> "no state arrived";
      case STATE_INVALID -> "the state is not usable";
      case QP_INFEASIBLE -> "the hard rows contradict each other";
      case QP_FAILED -> "the solver found no solution";
      case POST_CHECK -> "the answer did not pass the check";
      case OUT_OF_DISTRIBUTION -> "state and command are unlike the barrier's data";
      case PERSISTENT_FALLBACK -> "it braked for too long";
      case PAUSED -> "a pause was requested";
      case EMERGENCY_STOP -> "an emergency stop was requested";
      case OTHER_COMMANDER -> "a second node sends commands";
      case NOT_FOLLOWED -> "the robot does not follow its position commands";
      case STATE_IMPLAUSIBLE -> "the state is implausible";
      case STATE_FROZEN -> "the state is frozen while the robot must be moving";
      case STATE_OLD -> "the state is too old when it arrives";
      case OTHER_STATE_SOURCE -> "a second node publishes states";
      case LOOP_STALLED -> "the filter was delayed";
      case UNEXPLAINED_TORQUE -> "an external force exceeds what the torques can hold";
      case COMMAND_REFUSED -> "a command did not pass the last check";
      case PERSON_UNKNOWN -> "the person's position is unknown";
      case WATCHDOG ->
          "the watchdog or the robot's controller has taken the robot over, or is gone";
      case NOT_AS_SIGNED -> "a file or parameter is not as it was signed";
    };
  }
}
