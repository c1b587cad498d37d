package org.reins.node.envelope;

import java.util.Locale;
import org.reins.node.parameters.ParameterSnapshot;

/**
 * Where the robot works, from the tightest to the widest; what each allows stands in the parameters
 * {@code profiles.*}.
 */
public enum SafetyProfile {
  /** A person leads the robot or stands beside it: reduced speed. */
  MANUAL,
  /** People may come in reach. */
  COLLABORATIVE,
  /** Nobody can be in reach. */
  FENCED;

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
