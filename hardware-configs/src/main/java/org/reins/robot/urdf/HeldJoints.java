package org.reins.robot.urdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.reins.robot.file.RobotFileException;
import org.w3c.dom.Element;

/**
 * Movable joints of a URDF that are fixed: joints that a user fixes, joints that mimic others,
 * joints that lead to no chosen tip, and prismatic joints with no turning joint behind them, such
 * as the fingers of a gripper, unless a user keeps them. A robot without any turning joint keeps
 * its prismatic ones.
 */
final class HeldJoints {
  private final UrdfFile file;
  private final UrdfOptions options;
  private final Map<String, Element> byName = new LinkedHashMap<>();
  // Position of each, rad or m.
  private final Map<String, Double> held = new LinkedHashMap<>();
  // Joints by the link that they hang on.
  private final Map<String, List<Element>> below = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * Decides which joints are fixed.
   *
   * @throws RobotFileException if an option names no joint, or if a mimic cannot be followed
   */
  HeldJoints(UrdfFile file, UrdfOptions options) {
    this.file = file;
    this.options = options;
    for (Element joint : file.joints()) {
      byName.put(joint.getAttribute("name"), joint);
      below.computeIfAbsent(file.reference(joint, "parent"), link -> new ArrayList<>()).add(joint);
    }
    fixThoseOfTheUser();
    fixWhatLeadsNowhereOrMimics();
    tellGrippers();
    requireKept();
    fixFingers();
  }

  private void fixThoseOfTheUser() {
    options
        .fixed()
        .forEach(
            (joint, position) -> {
              if (!byName.containsKey(joint)) {
                throw unknown("--fix " + joint, "joint", byName.keySet());
              }
              requireInside(byName.get(joint), position);
              held.put(joint, position);
            });
  }

  private void fixWhatLeadsNowhereOrMimics() {
    Set<String> kept = options.tips().isEmpty() ? byName.keySet() : leadingToTips();
    for (Element joint : byName.values()) {
      String name = joint.getAttribute("name");
      if (held.containsKey(name) || joint.getAttribute("type").equals("fixed")) {
        continue;
      }
      Element mimic = Xml.child(joint, "mimic");
      if (!kept.contains(name)) {
        held.put(name, Limits.of(joint).rest());
        notes.add("joint " + name + " leads to no --tip: it is fixed at " + held.get(name));
      } else if (mimic != null) {
        fixMimic(joint, mimic);
      }
    }
  }

  private void fixMimic(Element joint, Element mimic) {
    String name = joint.getAttribute("name");
    boolean still = held.containsKey(mimic.getAttribute("joint"));
    if (!still && movesBehind(file.reference(joint, "child"))) {
      throw new RobotFileException(
          file.file()
              + ": joint "
              + name
              + " mimics "
              + mimic.getAttribute("joint")
              + " and moves joints behind it: Reins does not follow it. Keep another part with"
              + " --tip LINK, or fix both joints with --fix");
    }
    held.put(name, mimicked(joint, new HashSet<>()));
    notes.add(
        "joint "
            + name
            + " mimics "
            + mimic.getAttribute("joint")
            + ": it has no motor and is fixed at "
            + held.get(name)
            + (Limits.of(joint).allows(held.get(name)) ? "" : ", outside of its own limits"));
  }

  private void fixFingers() {
    boolean turns = byName.values().stream().anyMatch(this::isFreeToTurn);
    for (Element joint : byName.values()) {
      String name = joint.getAttribute("name");
      boolean slides = isPrismatic(joint) && !held.containsKey(name);
      if (slides && turns && !options.kept().contains(name)) {
        holdUnlessItCarries(joint);
      }
    }
  }

  /** A gripper that turns is kept, because it has a motor; commands of an arm may not have it. */
  private void tellGrippers() {
    Set<String> leaders = new TreeSet<>();
    for (Element joint : byName.values()) {
      Element mimic = Xml.child(joint, "mimic");
      leaders.add(mimic == null ? "" : mimic.getAttribute("joint"));
    }
    for (String name : leaders) {
      Element leader = byName.get(name);
      if (leader != null && isFreeToTurn(leader) && !movesBehind(file.reference(leader, "child"))) {
        notes.add(
            "joint "
                + name
                + " is mimicked and carries no other motor: if it is a gripper that the arm's"
                + " controller does not drive, leave it out with --fix "
                + name
                + "="
                + Limits.of(leader).rest());
      }
    }
  }

  static boolean isPrismatic(Element joint) {
    return joint.getAttribute("type").equals("prismatic");
  }

  private boolean isFreeToTurn(Element joint) {
    String type = joint.getAttribute("type");
    boolean turns = type.equals("revolute") || type.equals("continuous");
    // A joint that mimics another is never free: it is fixed, or the file is refused.
    boolean mimics = Xml.child(joint, "mimic") != null;
    return turns && !mimics && !held.containsKey(joint.getAttribute("name"));
  }

  private void requireKept() {
    for (String name : options.kept()) {
      if (!byName.containsKey(name)) {
        throw unknown("--keep " + name, "joint", byName.keySet());
      }
      String type = byName.get(name).getAttribute("type");
      if (!isPrismatic(byName.get(name))) {
        throw new RobotFileException(
            "--keep " + name + ": it is " + type + "; --keep is for prismatic joints");
      }
      if (held.containsKey(name)) {
        throw new RobotFileException(
            "--keep "
                + name
                + ": it "
                + (Xml.child(byName.get(name), "mimic") == null
                    ? "leads to no --tip"
                    : "mimics another joint and has no motor"));
      }
    }
  }

  private void requireInside(Element joint, double position) {
    String name = joint.getAttribute("name");
    String type = joint.getAttribute("type");
    if (type.equals("fixed")) {
      throw new RobotFileException("--fix " + name + ": it is fixed already");
    }
    Limits l = Limits.of(joint);
    boolean ranged = !type.equals("continuous") && l.lower() < l.upper();
    if (ranged && !(position >= l.lower() && position <= l.upper())) {
      throw new RobotFileException(
          "--fix " + name + "=" + position + ": allowed is " + l.lower() + " to " + l.upper());
    }
  }

  /** A rail or a lift carries joints; the finger of a gripper does not. */
  private void holdUnlessItCarries(Element joint) {
    String name = joint.getAttribute("name");
    if (movesBehind(file.reference(joint, "child"))) {
      return;
    }
    held.put(name, Limits.of(joint).rest());
    notes.add(
        "joint "
            + name
            + " is prismatic and carries no other joint: it is fixed at "
            + held.get(name)
            + " m (--fix "
            + name
            + "=POSITION for another position, --keep "
            + name
            + " to filter it)");
  }

  private boolean movesBehind(String link) {
    for (Element joint : below.getOrDefault(link, List.of())) {
      boolean kept = options.kept().contains(joint.getAttribute("name"));
      if (kept || isFreeToTurn(joint) || movesBehind(file.reference(joint, "child"))) {
        return true;
      }
    }
    return false;
  }

  private Set<String> leadingToTips() {
    Map<String, Element> above = new HashMap<>();
    file.joints().forEach(j -> above.put(file.reference(j, "child"), j));
    Set<String> kept = new TreeSet<>();
    for (String tip : options.tips()) {
      if (!file.links().containsKey(tip)) {
        throw unknown("--tip " + tip, "link", file.links().keySet());
      }
      for (Element j = above.get(tip); j != null; j = above.get(file.reference(j, "parent"))) {
        if (!kept.add(j.getAttribute("name"))) {
          break;
        }
      }
    }
    return kept;
  }

  private RobotFileException unknown(String option, String what, Set<String> all) {
    return new RobotFileException(
        option
            + ": "
            + file.file()
            + " has no such "
            + what
            + "; it has "
            + String.join(", ", all));
  }

  /** Where a joint is while the ones that it follows are where they are fixed, or at rest. */
  private double mimicked(Element joint, Set<String> seen) {
    Element mimic = Xml.child(joint, "mimic");
    if (held.containsKey(joint.getAttribute("name"))) {
      return held.get(joint.getAttribute("name"));
    }
    if (mimic == null) {
      return Limits.of(joint).rest();
    }
    String leader = mimic.getAttribute("joint");
    if (!byName.containsKey(leader) || !seen.add(leader)) {
      throw new RobotFileException(
          file.file()
              + ": joint "
              + joint.getAttribute("name")
              + " mimics "
              + leader
              + ", which "
              + (byName.containsKey(leader) ? "mimics it in turn" : "is not in the file")
              + ": correct its <mimic>, or fix it with --fix "
              + joint.getAttribute("name")
              + "=POSITION");
    }
    double at = mimicked(byName.get(leader), seen);
    return Xml.number(mimic, "multiplier", 1) * at + Xml.number(mimic, "offset", 0);
  }

  /** Whether a joint is fixed although it could move. */
  boolean holds(Element joint) {
    return held.containsKey(joint.getAttribute("name"));
  }

  /** Where a joint is fixed, rad or m; 0 for one that has no position. */
  double position(Element joint) {
    return held.getOrDefault(joint.getAttribute("name"), 0.0);
  }

  /** Decisions made for the user, as sentences. */
  List<String> notes() {
    return notes;
  }
}
