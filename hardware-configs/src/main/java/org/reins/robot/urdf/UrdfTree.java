package org.reins.robot.urdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.model.JointKind;
import org.w3c.dom.Element;

/**
 * The moving joints of a URDF, and which links each of them moves: those that turn, and those that
 * slide and carry others, such as a rail or a lift. All other joints are fixed ({@link
 * HeldJoints}), and the links they connect form one body.
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
  private final HeldJoints held;
  private final List<Moving> chain = new ArrayList<>();
  private boolean floats;

  UrdfTree(UrdfFile file, UrdfOptions options) {
    this.file = file;
    this.options = options;
    held = new HeldJoints(file, options);
    walk();
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
    if (type.equals("fixed") || held.holds(joint)) {
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
    double position = held.position(joint);
    if (position == 0) {
      return Pose.NONE;
    }
    double[] axis = axis(joint);
    return HeldJoints.isPrismatic(joint)
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
    return held.notes();
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
