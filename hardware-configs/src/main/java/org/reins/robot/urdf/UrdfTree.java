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
import org.reins.robot.model.JointKind;
import org.w3c.dom.Element;

/**
 * The moving joints of a URDF, and which links each of them moves: those that turn, and those that
 * slide and carry others, such as a rail or a lift. All other joints are fixed, and the links they
 * connect form one body: fixed joints, joints that a user fixes, joints that mimic others, and
 * prismatic joints with no turning joint behind them, such as the fingers of a gripper, unless a
 * user keeps them. A robot without any turning joint keeps its prismatic ones.
 */
final class UrdfTree {
  /** A moving joint, on the link that the previous moving joint moves. */
  record Moving(Element joint, String parent, String child, Pose origin) {
    String name() {
      return joint.getAttribute("name");
    }

    boolean isContinuous() {
      return joint.getAttribute("type").equals("continuous");
    }

    boolean slides() {
      return joint.getAttribute("type").equals("prismatic");
    }

    JointKind kind() {
      return slides() ? JointKind.PRISMATIC : JointKind.REVOLUTE;
    }
  }

  private static final String WORLD = "world";

  private final UrdfFile file;
  private final UrdfOptions options;
  // For each link: the link that moves it, and its pose in that link's frame.
  private final Map<String, String> carrier = new LinkedHashMap<>();
  private final Map<String, Pose> place = new HashMap<>();
  // Movable joints that are fixed, each with its position.
  private final Map<String, Double> held = new LinkedHashMap<>();
  // Joints by the link that they hang on.
  private final Map<String, List<Element>> below = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Moving> chain = new ArrayList<>();
  private boolean floats;

  UrdfTree(UrdfFile file, UrdfOptions options) {
    this.file = file;
    this.options = options;
    hold();
    walk();
  }

  /** Decides which joints are fixed. */
  private void hold() {
    Map<String, Element> byName = new LinkedHashMap<>();
    for (Element joint : file.joints()) {
      byName.put(joint.getAttribute("name"), joint);
      below.computeIfAbsent(file.reference(joint, "parent"), link -> new ArrayList<>()).add(joint);
    }
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
        held.put(name, mimicked(joint, byName, new HashSet<>()));
        notes.add(
            "joint "
                + name
                + " mimics "
                + mimic.getAttribute("joint")
                + ": it has no motor and is fixed at "
                + held.get(name)
                + (Limits.of(joint).allows(held.get(name)) ? "" : ", outside of its own limits"));
      }
    }
    tellGrippers(byName);
    requireKept(byName);
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
  private void tellGrippers(Map<String, Element> byName) {
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

  private static boolean isPrismatic(Element joint) {
    return joint.getAttribute("type").equals("prismatic");
  }

  private boolean isFreeToTurn(Element joint) {
    String type = joint.getAttribute("type");
    boolean turns = type.equals("revolute") || type.equals("continuous");
    // A joint that mimics another is never free: it is fixed, or the file is refused.
    boolean mimics = Xml.child(joint, "mimic") != null;
    return turns && !mimics && !held.containsKey(joint.getAttribute("name"));
  }

  private void requireKept(Map<String, Element> byName) {
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
  private double mimicked(Element joint, Map<String, Element> byName, Set<String> seen) {
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
    double at = mimicked(byName.get(leader), byName, seen);
    return Xml.number(mimic, "multiplier", 1) * at + Xml.number(mimic, "offset", 0);
  }

  /** Finds all moving joints, a parent before its children. */
  private void walk() {
    List<Element> waiting = file.joints();
    List<String> moved = waiting.stream().map(j -> file.reference(j, "child")).toList();
    for (String link : file.links().keySet()) {
      if (!moved.contains(link)) {
        place.put(link, Pose.NONE);
        carrier.put(link, link);
      }
    }
    while (!waiting.isEmpty()) {
      Element next =
          waiting.stream()
              .filter(j -> place.containsKey(file.reference(j, "parent")))
              .findFirst()
              .orElseThrow(
                  () ->
                      new RobotFileException(
                          file.file()
                              + ": joint "
                              + waiting.get(0).getAttribute("name")
                              + " is not attached to a link"));
      waiting.remove(next);
      attach(next);
    }
  }

  private void attach(Element joint) {
    String parent = file.reference(joint, "parent");
    String child = file.reference(joint, "child");
    Pose origin = place.get(parent).then(Pose.of(Xml.child(joint, "origin")));
    String name = joint.getAttribute("name");
    String type = joint.getAttribute("type");
    if (type.equals("fixed") || held.containsKey(name)) {
      place.put(child, origin.then(displacement(joint)));
      carrier.put(child, carrier.get(parent));
      return;
    }
    place.put(child, Pose.NONE);
    carrier.put(child, child);
    switch (type) {
      case "revolute", "continuous", "prismatic" ->
          chain.add(new Moving(joint, carrier.get(parent), child, origin));
      case "floating" -> floats = true;
      default ->
          throw new RobotFileException(
              file.file()
                  + ": joint "
                  + name
                  + " is "
                  + type
                  + ": allowed is revolute, continuous, prismatic, fixed or, under the body,"
                  + " floating. Fix it"
                  + " with --fix "
                  + name
                  + "=0");
    }
  }

  /** The displacement of a fixed joint's position, added to its origin. */
  private Pose displacement(Element joint) {
    double position = held.getOrDefault(joint.getAttribute("name"), 0.0);
    if (position == 0) {
      return Pose.NONE;
    }
    double[] axis = axis(joint);
    return isPrismatic(joint)
        ? Pose.NONE.moved(axis, position)
        : Pose.NONE.turnedAbout(axis, position);
  }

  /**
   * A joint's axis as a unit vector: an axis in a URDF is a direction.
   *
   * @throws RobotFileException if it is zero
   */
  double[] axis(Element joint) {
    Element axis = Xml.child(joint, "axis");
    double[] a = axis == null ? new double[] {1, 0, 0} : Xml.triple(axis, "xyz");
    double length = Math.hypot(Math.hypot(a[0], a[1]), a[2]);
    if (!(length > 1e-9)) {
      throw new RobotFileException(
          file.file()
              + ": the axis of joint "
              + joint.getAttribute("name")
              + " is 0 0 0: a direction is needed");
    }
    // A unit vector stays bitwise identical.
    return Math.abs(length - 1) < 1e-12
        ? a
        : new double[] {a[0] / length, a[1] / length, a[2] / length};
  }

  /** All moving joints, a parent before its children. */
  List<Moving> chain() {
    return chain;
  }

  /** Names of all links, in the order of the file. */
  Set<String> linkNames() {
    return file.links().keySet();
  }

  /** Whether a user chose the part of the robot to import. */
  boolean hasTips() {
    return !options.tips().isEmpty();
  }

  /** Whether the file contains a joint of type floating. */
  boolean floats() {
    return floats;
  }

  /** Decisions made for the user, as sentences. */
  List<String> notes() {
    return notes;
  }

  /** Whether a body is fixed to the link {@code world}. */
  boolean isBolted(String body) {
    return WORLD.equals(body) || body.equals(carrier.get(WORLD));
  }

  /** A link and the links fixed to it, each with its pose in the link. */
  Map<Element, Pose> carriedBy(String link) {
    Map<Element, Pose> carried = new LinkedHashMap<>();
    carrier.forEach(
        (name, by) -> {
          if (by.equals(link)) {
            carried.put(file.links().get(name), place.get(name));
          }
        });
    return carried;
  }

  /** A link and everything fixed to it, as one body. */
  BodySum sum(String link) {
    BodySum sum = new BodySum();
    carriedBy(link)
        .forEach(
            (part, where) -> {
              Element inertial = Xml.child(part, "inertial");
              Element mass = inertial == null ? null : Xml.child(inertial, "mass");
              Element tensor = inertial == null ? null : Xml.child(inertial, "inertia");
              if (mass != null && tensor == null && Xml.number(mass, "value", 0) > 0) {
                throw new RobotFileException(
                    file.file()
                        + ": link "
                        + part.getAttribute("name")
                        + " has a mass and no inertia: the filter needs both");
              }
              if (mass != null && tensor != null) {
                Pose origin = where.then(Pose.of(Xml.child(inertial, "origin")));
                sum.add(
                    Xml.number(mass, "value", 0),
                    origin.xyz(),
                    origin.turned(
                        Xml.number(tensor, "ixx", 0),
                        Xml.number(tensor, "ixy", 0),
                        Xml.number(tensor, "ixz", 0),
                        Xml.number(tensor, "iyy", 0),
                        Xml.number(tensor, "iyz", 0),
                        Xml.number(tensor, "izz", 0)));
              }
            });
    return sum;
  }

  /**
   * Inertia of everything that a joint moves, with the joints behind it at 0: about its own axis,
   * kg·m², or the mass, kg, for a joint that slides.
   */
  double inertiaBehind(Moving t) {
    BodySum all = new BodySum();
    addBehind(t.child(), Pose.NONE, all);
    return t.slides() ? all.mass() : all.about(axis(t.joint()));
  }

  private void addBehind(String link, Pose at, BodySum all) {
    BodySum own = sum(link);
    if (own.mass() > 0) {
      double[] i = own.inertia();
      double[] centre = at.then(Pose.NONE.moved(own.com(), 1)).xyz();
      all.add(own.mass(), centre, at.turned(i[0], i[1], i[2], i[3], i[4], i[5]));
    }
    for (Moving next : chain) {
      if (next.parent().equals(link)) {
        addBehind(next.child(), at.then(next.origin()), all);
      }
    }
  }
}
