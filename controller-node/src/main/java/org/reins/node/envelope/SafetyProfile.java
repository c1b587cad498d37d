package org.reins.node.envelope;

import java.util.Locale;
import org.reins.node.parameters.ParameterSnapshot;

/**
 * Where the robot works, from the tightest to the widest; what each allows stands in the parameters
 * {@code profiles.*}.
 */
public enum SafetyProfile {
  /** A person leads the robot or stands beside it: reduced speed. */
  MANUAL(0),
  /** People may come in reach. */
  COLLABORATIVE(1),
  /** Nobody can be in reach. */
  FENCED(2);

  private static final SafetyProfile[] ALL = values();

  private final int code;

  SafetyProfile(int code) {
    this.code = code;
  }

  /** Its number in messages; it never changes. */
  public int code() {
    return code;
  }

  /**
   * The profile of a number.
   *
   * @return null when there is none
   */
  public static SafetyProfile of(int code) {
    for (SafetyProfile one : ALL) {
      if (one.code == code) {
        return one;
      }
    }
    return null;
  }

  /** The profile that a node's parameters name. */
  public static SafetyProfile of(ParameterSnapshot p) {
    return valueOf(p.text("profile").toUpperCase(Locale.ROOT));
  }

  /** The start of the names of its parameters. */
  String prefix() {
    return "profiles." + name().toLowerCase(Locale.ROOT) + ".";
  }

  /** Largest speed of the tool, m/s. */
  double toolSpeed(ParameterSnapshot p) {
    return p.number(prefix() + "tool_speed");
  }

  /** Highest envelope level. */
  int maxLevel(ParameterSnapshot p) {
    return p.integer(prefix() + "max_level");
  }
}
