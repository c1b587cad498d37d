package org.reins.robot.urdf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.reins.robot.model.JointKind;
import org.reins.robot.model.PlausibleLimits;

/** The limits of a URDF's moving joints, and what a user gives for those that it lacks. */
final class UrdfLimits {
  private final UrdfOptions options;

  /** Takes the user's options. */
  UrdfLimits(UrdfOptions options) {
    this.options = options;
  }

  /**
   * The joints whose mandatory limits are missing or in another unit, and the options that fill in
   * what is missing: one clause for each kind of fault, none if all limits are there.
   */
  List<String> faults(List<UrdfTree.Moving> chain) {
    List<String> faults = new ArrayList<>();
    List<UrdfTree.Moving> turning = chain.stream().filter(t -> !t.slides()).toList();
    List<UrdfTree.Moving> sliding = chain.stream().filter(UrdfTree.Moving::slides).toList();
    String effort = "an effort limit over 0";
    missing(faults, effort, "--effort N·m", turning, t -> effort(t) > 0);
    missing(faults, effort, "--force N", sliding, t -> effort(t) > 0);
    String velocity = "a velocity limit over 0";
    missing(faults, velocity, "--velocity rad/s", turning, t -> velocity(t) > 0);
    missing(faults, velocity, "--slide-velocity m/s", sliding, t -> velocity(t) > 0);
    missing(
        faults,
        "a range of positions (lower below upper)",
        "--fix JOINT=POSITION",
        chain,
        UrdfLimits::hasRange);
    if (!faults.isEmpty() && chain.stream().anyMatch(t -> Limits.hasPlaceholder(t.joint()))) {
      faults.add(
          "an effort beyond 1e6, a velocity beyond 1000 and a position beyond 10000 count as none");
    }
    units(faults, turning, JointKind.REVOLUTE);
    units(faults, sliding, JointKind.PRISMATIC);
    return faults;
  }

  /** Whether every joint has a range of positions, or turns without end. */
  static boolean haveRanges(List<UrdfTree.Moving> chain) {
    return chain.stream().allMatch(UrdfLimits::hasRange);
  }

  private static boolean hasRange(UrdfTree.Moving t) {
    return t.isContinuous() || Limits.of(t.joint()).lower() < Limits.of(t.joint()).upper();
  }

  /** Names joints whose range and speed are both too large: they are in another unit. */
  private static void units(List<String> faults, List<UrdfTree.Moving> chain, JointKind kind) {
    List<String> names = new ArrayList<>();
    for (UrdfTree.Moving t : chain) {
      Limits l = Limits.of(t.joint());
      if (!t.isContinuous()
          && PlausibleLimits.isFar(kind, l.lower(), l.upper())
          && PlausibleLimits.isFast(kind, l.velocity())) {
        names.add(t.name() + " (" + l.lower() + " to " + l.upper() + " at " + l.velocity() + ")");
      }
    }
    if (!names.isEmpty()) {
      faults.add(
          "limits that look like "
              + PlausibleLimits.otherUnit(kind)
              + ", not "
              + kind.position()
              + ": "
              + String.join(", ", names)
              + "; convert them, or make a joint without end stops continuous");
    }
  }

  private static void missing(
      List<String> faults,
      String what,
      String option,
      List<UrdfTree.Moving> chain,
      Predicate<UrdfTree.Moving> has) {
    List<String> names = chain.stream().filter(has.negate()).map(UrdfTree.Moving::name).toList();
    if (!names.isEmpty()) {
      faults.add(
          what
              + " is missing for "
              + String.join(", ", names)
              + ": write it into the URDF"
              + ", or give "
              + option
              + " for these joints");
    }
  }

  /** A joint's effort limit, or the user's replacement, N·m or N. */
  double effort(UrdfTree.Moving t) {
    double effort = Limits.of(t.joint()).effort();
    return effort > 0 ? effort : missing(t).effort();
  }

  /** A joint's velocity limit, or the user's replacement, rad/s or m/s. */
  double velocity(UrdfTree.Moving t) {
    double velocity = Limits.of(t.joint()).velocity();
    return velocity > 0 ? velocity : missing(t).velocity();
  }

  private UrdfOptions.MissingLimits missing(UrdfTree.Moving t) {
    return t.slides() ? options.sliding() : options.turning();
  }
}
