package org.reins.node.arming;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.reins.node.envelope.SafetyProfile;
import org.reins.node.parameters.ParameterSnapshot;

/**
 * Which of the filter's parameters a receipt covers, and which values it allows. Every value must
 * be the signed one, except that the operator may always limit the robot further: with a lower
 * speed, stiffness or level, a larger margin, or a tighter profile.
 */
public final class SignedParameters {
  /** Files, whose contents are covered instead, and what does not change how a robot is driven. */
  private static final Set<String> NOT_COVERED =
      Set.of(
          "robot",
          "barrier",
          "constraints",
          "walk.policy",
          "require_receipt",
          "receipt_key",
          "crash_mark");

  private static final Set<String> MAY_FALL =
      Set.of("envelope.speed_scale", "envelope.stiffness_scale", "envelope.max_level");
  private static final Set<String> MAY_RISE = Set.of("envelope.barrier_margin");
  private static final String PROFILE = "profile";

  private SignedParameters() {}

  /** The covered ones with their values as text. */
  public static Map<String, String> of(ParameterSnapshot p) {
    Map<String, String> covered = new TreeMap<>(p.texts());
    covered.keySet().removeAll(NOT_COVERED);
    return covered;
  }

  /** What a receipt does not allow, one phrase a parameter. */
  static List<String> differences(Map<String, String> signed, ParameterSnapshot now) {
    List<String> all = new ArrayList<>();
    Map<String, String> here = of(now);
    here.forEach(
        (name, value) -> {
          String allowed = signed.get(name);
          if (allowed == null) {
            all.add("parameter " + name + " is not in the receipt");
          } else if (!value.equals(allowed) && !isTighter(name, value, allowed)) {
            all.add("parameter " + name + " is " + value + ", and " + allowed + " was signed");
          }
        });
    signed.keySet().stream()
        .filter(name -> !here.containsKey(name))
        .forEach(name -> all.add("parameter " + name + " was signed, and this version has none"));
    return all;
  }

  private static boolean isTighter(String name, String value, String allowed) {
    try {
      if (name.equals(PROFILE)) {
        return profile(value).compareTo(profile(allowed)) < 0;
      }
      double change = Double.parseDouble(value) - Double.parseDouble(allowed);
      return MAY_FALL.contains(name) && change < 0 || MAY_RISE.contains(name) && change > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static SafetyProfile profile(String name) {
    return SafetyProfile.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
