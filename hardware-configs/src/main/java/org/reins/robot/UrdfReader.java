package org.reins.robot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Turns the URDF of an arm into a robot file to be completed by hand: a URDF has no accelerations,
 * jerks, torque rates, rotors, control facts or postures. What is filled in stands under the source
 * {@code reins}, with a mark to check it. A chain or a tree of turning joints; fixed joints are
 * merged into the links that they hold.
 */
public final class UrdfReader {
  private static final double ACCELERATION = 2;
  private static final double RADIUS = 0.06;

  private final String file;
  private final Map<String, Element> links = new HashMap<>();
  private final List<Element> joints = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();

  private UrdfReader(String file) {
    this.file = file;
  }

  /**
   * Reads a URDF.
   *
   * @return the text of a robot file
   * @throws RobotFileException with one sentence for people
   */
  public static String toRobotFile(Path path) {
    UrdfReader reader = new UrdfReader(path.toString());
    Element robot = reader.parse(path);
    return reader.write(robot);
  }

  private Element parse(Path path) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      // A description needs no entities, and files from anywhere must not reach others through
      // them.
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Document document;
      try (var in = Files.newInputStream(path)) {
        document = builder.parse(in);
      }
      Element robot = document.getDocumentElement();
      if (!robot.getTagName().equals("robot")) {
        throw new RobotFileException(
            file + " begins with <" + robot.getTagName() + ">: a URDF begins with <robot>");
      }
      for (Element link : children(robot, "link")) {
        links.put(link.getAttribute("name"), link);
      }
      joints.addAll(children(robot, "joint"));
      return robot;
    } catch (NoSuchFileException e) {
      throw new RobotFileException("URDF file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new RobotFileException("URDF file " + file + " cannot be read: " + e, e);
    } catch (SAXException | ParserConfigurationException e) {
      throw new RobotFileException(
          file + " is no XML: " + String.valueOf(e.getMessage()).replace('\n', ' '), e);
    }
  }

  /** A joint that turns, on the link that the joint before it moves. */
  private record Turning(Element joint, String parent, String child, Pose origin) {}

  private String write(Element robot) {
    List<Turning> chain = chain();
    if (chain.isEmpty()) {
      throw new RobotFileException(file + " has no joint that turns: Reins filters such joints");
    }
    String name = robot.getAttribute("name").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    line("# Made from %s by: reins robots import. CHECK whatever stands under source", file);
    line("# reins: a URDF does not say it. Schema: docs/robot-file.md");
    line("schema: reins/robot/1");
    line("name: %s", name.isEmpty() ? "robot" : name);
    line("title: %s", name.isEmpty() ? "robot" : name);
    line("");
    line("sources:");
    line("  urdf: the URDF that this file was made from");
    line("  reins: filled in by reins robots import, to be checked");
    line("");
    line(
        "control: {source: reins, rate_hz: 1000.0, command_mode: effort, gravity_compensated: false,");
    line("  lost_commands_until_stop: 20}");
    line("");
    String last = chain.get(chain.size() - 1).child();
    line("tool: {source: reins, link: %s, xyz: [0.0, 0.0, 0.1], radius: 0.03}", last);
    line("");
    line("posture: {source: reins, q: %s}", posture(chain));
    line("");
    line("joints:");
    chain.forEach(this::joint);
    line("");
    line("links:");
    chain.forEach(this::link);
    line("");
    line("capsules:");
    for (Turning t : chain) {
      double[] end =
          chain.stream()
              .filter(next -> next.parent().equals(t.child()))
              .map(next -> next.origin().xyz())
              .findFirst()
              .orElse(new double[] {0, 0, 0.1});
      line(
          "  - {source: reins, link: %s, from: [0.0, 0.0, 0.0], to: %s, radius: %s}",
          t.child(), vector(end), RADIUS);
    }
    return out.toString();
  }

  /** All turning joints, a parent before its children, fixed ones merged. */
  private List<Turning> chain() {
    Map<String, Pose> place = new HashMap<>();
    Map<String, String> carrier = new HashMap<>();
    List<String> moved = joints.stream().map(j -> reference(j, "child")).toList();
    for (String link : links.keySet()) {
      if (!moved.contains(link)) {
        place.put(link, Pose.NONE);
        carrier.put(link, link);
      }
    }
    List<Turning> chain = new ArrayList<>();
    List<Element> waiting = new ArrayList<>(joints);
    while (!waiting.isEmpty()) {
      Element next =
          waiting.stream()
              .filter(j -> place.containsKey(reference(j, "parent")))
              .findFirst()
              .orElseThrow(
                  () ->
                      new RobotFileException(
                          file
                              + ": joint "
                              + waiting.get(0).getAttribute("name")
                              + " hangs on no link"));
      waiting.remove(next);
      String parent = reference(next, "parent");
      String child = reference(next, "child");
      Pose origin = place.get(parent).then(Pose.of(child(next, "origin")));
      switch (next.getAttribute("type")) {
        case "fixed" -> {
          place.put(child, origin);
          carrier.put(child, carrier.get(parent));
        }
        case "revolute", "continuous" -> {
          chain.add(new Turning(next, carrier.get(parent), child, origin));
          place.put(child, Pose.NONE);
          carrier.put(child, child);
        }
        default ->
            throw new RobotFileException(
                file
                    + ": joint "
                    + next.getAttribute("name")
                    + " is "
                    + next.getAttribute("type")
                    + ": allowed is revolute, continuous or fixed");
      }
    }
    return chain;
  }

  private static String posture(List<Turning> chain) {
    StringBuilder q = new StringBuilder("[");
    for (Turning t : chain) {
      Element limit = child(t.joint(), "limit");
      boolean continuous = t.joint().getAttribute("type").equals("continuous");
      double low = continuous ? -1 : number(limit, "lower", 0);
      double high = continuous ? 1 : number(limit, "upper", 0);
      // Zero where that is inside, else the middle.
      double middle = low < 0 && high > 0 ? 0 : (low + high) / 2;
      q.append(q.length() > 1 ? ", " : "").append(middle);
    }
    return q.append("]").toString();
  }

  private void joint(Turning t) {
    Element limit = child(t.joint(), "limit");
    Element dynamics = child(t.joint(), "dynamics");
    boolean continuous = t.joint().getAttribute("type").equals("continuous");
    double effort = number(limit, "effort", 0);
    double velocity = number(limit, "velocity", 0);
    if (!(effort > 0 && velocity > 0)) {
      throw new RobotFileException(
          file
              + ": joint "
              + t.joint().getAttribute("name")
              + " has effort "
              + effort
              + " and velocity "
              + velocity
              + ": a limit over 0 is needed for both");
    }
    Element axis = child(t.joint(), "axis");
    line("  - name: %s", t.joint().getAttribute("name"));
    line("    type: %s", continuous ? "continuous" : "revolute");
    line("    parent: %s", t.parent());
    line("    child: %s", t.child());
    line("    source: urdf");
    line("    xyz: %s", vector(t.origin().xyz()));
    line("    rpy: %s", vector(t.origin().rpy()));
    line("    axis: %s", vector(axis == null ? new double[] {1, 0, 0} : triple(axis, "xyz")));
    line("    damping: %s", number(dynamics, "damping", 0));
    line("    friction: %s", number(dynamics, "friction", 0));
    line("    rotor_inertia: {source: reins, value: 0.0}");
    line("    limits:");
    if (!continuous) {
      line("      lower: %s", number(limit, "lower", 0));
      line("      upper: %s", number(limit, "upper", 0));
    }
    line("      velocity: %s", velocity);
    line("      acceleration: {source: reins, value: %s}", ACCELERATION);
    line("      jerk: {source: reins, value: %s}", 100 * ACCELERATION);
    line("      effort: %s", effort);
    line("      effort_rate: {source: reins, value: %s}", 10 * effort);
  }

  private void link(Turning t) {
    Element inertial = child(links.get(t.child()), "inertial");
    Element mass = inertial == null ? null : child(inertial, "mass");
    Element tensor = inertial == null ? null : child(inertial, "inertia");
    if (mass == null || tensor == null) {
      throw new RobotFileException(
          file + ": link " + t.child() + " has no inertial: the filter needs its mass and inertia");
    }
    Pose origin = Pose.of(child(inertial, "origin"));
    double[] i =
        origin.turned(
            number(tensor, "ixx", 0),
            number(tensor, "ixy", 0),
            number(tensor, "ixz", 0),
            number(tensor, "iyy", 0),
            number(tensor, "iyz", 0),
            number(tensor, "izz", 0));
    line("  - name: %s", t.child());
    line("    source: urdf");
    line("    mass: %s", number(mass, "value", 0));
    line("    com: %s", vector(origin.xyz()));
    line(
        "    inertia: {source: urdf, ixx: %s, ixy: %s, ixz: %s, iyy: %s, iyz: %s, izz: %s}",
        i[0], i[1], i[2], i[3], i[4], i[5]);
  }

  private String reference(Element joint, String which) {
    Element e = child(joint, which);
    if (e == null || !links.containsKey(e.getAttribute("link"))) {
      throw new RobotFileException(
          file + ": joint " + joint.getAttribute("name") + " has no " + which + " link");
    }
    return e.getAttribute("link");
  }

  private static List<Element> children(Element parent, String tag) {
    List<Element> found = new ArrayList<>();
    NodeList all = parent.getChildNodes();
    for (int k = 0; k < all.getLength(); k++) {
      if (all.item(k) instanceof Element e && e.getTagName().equals(tag)) {
        found.add(e);
      }
    }
    return found;
  }

  private static Element child(Element parent, String tag) {
    List<Element> found = children(parent, tag);
    return found.isEmpty() ? null : found.get(0);
  }

  static double[] triple(Element e, String attribute) {
    String text = e.getAttribute(attribute).strip();
    if (text.isEmpty()) {
      return new double[3];
    }
    String[] parts = text.split("\\s+", -1);
    if (parts.length != 3) {
      throw new RobotFileException(
          "<" + e.getTagName() + " " + attribute + "=\"" + text + "\">: three numbers are needed");
    }
    double[] v = new double[3];
    for (int k = 0; k < 3; k++) {
      v[k] = parse(e, attribute, parts[k]);
    }
    return v;
  }

  private static double number(Element e, String attribute, double otherwise) {
    return e == null || !e.hasAttribute(attribute)
        ? otherwise
        : parse(e, attribute, e.getAttribute(attribute).strip());
  }

  private static double parse(Element e, String attribute, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException x) {
      throw new RobotFileException(
          "<" + e.getTagName() + " " + attribute + "=\"" + text + "\">: a number is needed", x);
    }
  }

  private static String vector(double[] v) {
    return "[" + v[0] + ", " + v[1] + ", " + v[2] + "]";
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
