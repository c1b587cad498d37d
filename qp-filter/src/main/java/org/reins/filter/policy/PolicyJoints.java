package org.reins.filter.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The joints that a policy knows, in its own order.
 *
 * @param names names as in the robot's file
 * @param posture default posture, rad
 * @param stiffness gains that the policy was trained with, N·m/rad; empty if not known
 * @param damping gains that the policy was trained with, N·m·s/rad; empty if not known
 * @param absent names of joints that the robot may lack: they are seen at rest in the default
 *     posture, and actions on them are dropped
 */
public record PolicyJoints(
    List<String> names,
    double[] posture,
    double[] stiffness,
    double[] damping,
    Set<String> absent) {
  /** Checks names and lengths. */
  public PolicyJoints {
    names = List.copyOf(names);
    absent = Set.copyOf(absent);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("joints has no names");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("joint " + name + " is named twice");
      }
    }
    for (String name : absent) {
      if (!seen.contains(name)) {
        throw new IllegalArgumentException(
            "absent joint "
                + name
                + " is none of the policy's joints, "
                + String.join(", ", names));
      }
    }
    requireLength("posture", posture.length, names.size(), false);
    requireLength("stiffness", stiffness.length, names.size(), true);
    requireLength("damping", damping.length, names.size(), true);
    if (stiffness.length != damping.length) {
      throw new IllegalArgumentException(
          (damping.length == 0 ? "damping" : "stiffness")
              + " is missing: stiffness and damping are given both or not at all");
    }
    requireNone("stiffness", stiffness);
    requireNone("damping", damping);
  }

  /** Whether both gains are given. */
  public boolean hasGains() {
    return stiffness.length > 0 && damping.length > 0;
  }

  /** Place of a joint in this order; −1 if there is none of this name. */
  public int indexOf(String name) {
    return names.indexOf(name);
  }

  private static void requireLength(String what, int found, int joints, boolean mayBeEmpty) {
    if (found != joints && !(mayBeEmpty && found == 0)) {
      throw new IllegalArgumentException(
          what + " has " + found + " numbers: there are " + joints + " joints");
    }
  }

  private static void requireNone(String what, double[] gains) {
    for (double g : gains) {
      if (!(g >= 0 && g < 1e6)) {
        throw new IllegalArgumentException(what + " has " + g + ": allowed is 0 to 1e6");
      }
    }
  }
}
