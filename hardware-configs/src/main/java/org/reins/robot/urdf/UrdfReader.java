package org.reins.robot.urdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.RobotFileException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Converts the URDF of an arm or of a legged robot to a robot file that must be completed by hand.
 * A URDF has no accelerations, jerks, torque rates, rotors, control facts or postures. Values that
 * are filled in have the source {@code reins}, with a note to check them. The revolute joints must
 * form a chain or a tree. Links that are fixed to one another are combined. A robot is legged if it
 * has more than two chains that are all attached to one body with a mass, or if its body floats.
 */
public final class UrdfReader {
  private static final double ACCELERATION = 2;
  private static final double RADIUS = 0.06;
  private static final double LEG_RADIUS = 0.03;
  private static final int MOST_ARMS = 2;
  private static final int LARGEST_FILE = 1 << 24;
  private static final int MOST_PARTS = 2_000;
  private static final String DEEPEST_PROPERTY =
      "http://www.oracle.com/xml/jaxp/properties/maxElementDepth";
  private static final String DEEPEST = "200";
  // Reflected inertia per N·m of a leg's motor: an estimate from our own quadrupeds.
  private static final double ROTOR = 4e-4;

  private final String file;
  private final Map<String, Element> links = new HashMap<>();
  private final List<Element> joints = new ArrayList<>();
  // For each link: the link that moves it, and its pose in that link's frame.
  private final Map<String, String> carrier = new LinkedHashMap<>();
  private final Map<String, Pose> place = new HashMap<>();
  private final StringBuilder out = new StringBuilder();
  private boolean floats;

  private UrdfReader(String file) {
    this.file = file;
  }

  /**
   * Reads a URDF.
   *
   * @return the text of a robot file
   * @throws RobotFileException with one sentence for the user
   */
  public static String toRobotFile(Path path) {
    UrdfReader reader = new UrdfReader(path.toString());
    Element robot = reader.parse(path);
    return reader.write(robot);
  }

  private Element parse(Path path) {
    try {
      // Always the parser of the JDK, whose limits are known, regardless of the class path.
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      // A description needs no entities, and untrusted files must not access other files through
      // them.
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(DEEPEST_PROPERTY, DEEPEST);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Document document =
          builder.parse(new ByteArrayInputStream(BoundedFile.bytes(path, LARGEST_FILE)));
      Element robot = document.getDocumentElement();
      if (!robot.getTagName().equals("robot")) {
        throw new RobotFileException(
            file + " begins with <" + robot.getTagName() + ">: a URDF begins with <robot>");
      }
      for (Element link : parts(robot, "link")) {
        links.put(link.getAttribute("name"), link);
      }
      joints.addAll(parts(robot, "joint"));
      return robot;
    } catch (NoSuchFileException e) {
      throw new RobotFileException("URDF file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new RobotFileException("URDF file " + file + " cannot be read: " + e.getMessage(), e);
    } catch (SAXException | ParserConfigurationException e) {
      throw new RobotFileException(file + " is not XML: " + e.getMessage(), e);
    }
  }

  /** Links or joints. Each is searched among all others, so their number is bounded. */
  private List<Element> parts(Element robot, String tag) {
    List<Element> parts = children(robot, tag);
    if (parts.size() > MOST_PARTS) {
      throw new RobotFileException(
          file
              + " has "
              + parts.size()
              + " elements <"
              + tag
              + ">: allowed are up to "
              + MOST_PARTS);
    }
    return parts;
  }

  /** A revolute joint, on the link that the previous joint moves. */
  record Turning(Element joint, String parent, String child, Pose origin) {}

  private String write(Element robot) {
    List<Turning> chain = chain();
    if (chain.isEmpty()) {
      throw new RobotFileException(file + " has no joint that turns: Reins filters such joints");
    }
    List<UrdfLeg> legs = legs(chain);
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
    if (legs.isEmpty()) {
      line(
          "control: {source: reins, rate_hz: 1000.0, command_mode: effort, gravity_compensated: false,");
      line("  lost_commands_until_stop: 20}");
      line("");
      String last = chain.get(chain.size() - 1).child();
      line("tool: {source: reins, link: %s, xyz: [0.0, 0.0, 0.1], radius: 0.03}", last);
      line("");
      line("posture: {source: reins, q: %s}", chain.stream().map(UrdfReader::middle).toList());
    } else {
      chain = legs.stream().flatMap(l -> l.joints().stream()).toList();
      line(
          "control: {source: reins, rate_hz: 500.0, command_mode: motor, gravity_compensated: false,");
      line("  lost_commands_until_stop: 50}");
      line("");
      base(legs);
      line("");
      line(
          "posture: {source: reins, q: %s}",
          legs.stream().flatMap(l -> l.posture().stream()).toList());
    }
    line("");
    line("joints:");
    for (Turning t : chain) {
      joint(t, !legs.isEmpty());
    }
    line("");
    line("links:");
    for (Turning t : chain) {
      line("  - name: %s", t.child());
      body("    ", t.child());
    }
    line("");
    line("capsules:");
    for (Turning t : chain) {
      line(
          "  - {source: reins, link: %s, from: [0.0, 0.0, 0.0], to: %s, radius: %s}",
          t.child(), vector(end(t, chain, legs)), legs.isEmpty() ? RADIUS : LEG_RADIUS);
    }
    return out.toString();
  }

  /** Position of the next joint, or of the foot. */
  private static double[] end(Turning t, List<Turning> chain, List<UrdfLeg> legs) {
    for (Turning next : chain) {
      if (next.parent().equals(t.child())) {
        return next.origin().xyz();
      }
    }
    return legs.stream()
        .filter(l -> l.end().equals(t.child()))
        .map(UrdfLeg::foot)
        .findFirst()
        .orElse(new double[] {0, 0, 0.1});
  }

  private void base(List<UrdfLeg> legs) {
    line("base:");
    line("  link: %s", legs.get(0).joints().get(0).parent());
    body("  ", legs.get(0).joints().get(0).parent());
    line("  feet:");
    for (UrdfLeg leg : legs) {
      line(
          "    - {source: urdf, link: %s, xyz: %s, radius: {source: %s, value: %s}}",
          leg.end(), vector(leg.foot()), leg.hasBall() ? "urdf" : "reins", leg.radius());
    }
  }

  /** All revolute joints, a parent before its children, with fixed joints merged. */
  private List<Turning> chain() {
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
                              + " is not attached to a link"));
      waiting.remove(next);
      hang(next, chain);
    }
    return chain;
  }

  private void hang(Element joint, List<Turning> chain) {
    String parent = reference(joint, "parent");
    String child = reference(joint, "child");
    Pose origin = place.get(parent).then(Pose.of(child(joint, "origin")));
    switch (joint.getAttribute("type")) {
      case "fixed" -> {
        place.put(child, origin);
        carrier.put(child, carrier.get(parent));
      }
      case "revolute", "continuous" -> {
        chain.add(new Turning(joint, carrier.get(parent), child, origin));
        place.put(child, Pose.NONE);
        carrier.put(child, child);
      }
      case "floating" -> {
        floats = true;
        place.put(child, Pose.NONE);
        carrier.put(child, child);
      }
      default ->
          throw new RobotFileException(
              file
                  + ": joint "
                  + joint.getAttribute("name")
                  + " is "
                  + joint.getAttribute("type")
                  + ": allowed is revolute, continuous, fixed or, under the body, floating");
    }
  }

  /** The legs, front before rear and right before left; none for an arm. */
  private List<UrdfLeg> legs(List<Turning> chain) {
    String body = chain.get(0).parent();
    List<UrdfLeg> legs = new ArrayList<>();
    for (Turning first : chain) {
      if (!first.parent().equals(body)) {
        continue;
      }
      List<Turning> leg = new ArrayList<>(List.of(first));
      for (Turning t : chain) {
        if (t.parent().equals(leg.get(leg.size() - 1).child())) {
          leg.add(t);
        }
      }
      String end = leg.get(leg.size() - 1).child();
      legs.add(new UrdfLeg(leg, carriedBy(end)));
    }
    boolean one = legs.stream().mapToInt(l -> l.joints().size()).sum() == chain.size();
    boolean many = legs.size() > MOST_ARMS && sum(body).mass() > 0;
    if (!one || !(floats || many)) {
      return List.of();
    }
    legs.sort(Comparator.comparing(UrdfLeg::isBehind).thenComparing(UrdfLeg::isLeft));
    for (UrdfLeg leg : legs) {
      if (leg.foot() == null) {
        throw new RobotFileException(
            file
                + ": "
                + leg.end()
                + " ends a leg and has no foot: a link that is fixed to it, or a sphere, is needed");
      }
    }
    return legs;
  }

  /** A link and the links fixed to it, each with its pose in the link. */
  private Map<Element, Pose> carriedBy(String link) {
    Map<Element, Pose> carried = new LinkedHashMap<>();
    carrier.forEach(
        (name, by) -> {
          if (by.equals(link)) {
            carried.put(links.get(name), place.get(name));
          }
        });
    return carried;
  }

  /** Zero if it is within the limits, otherwise the middle of the range. */
  static double middle(Turning t) {
    double low = lower(t);
    double high = upper(t);
    return low < 0 && high > 0 ? 0 : (low + high) / 2;
  }

  static double lower(Turning t) {
    return isContinuous(t) ? -1 : number(child(t.joint(), "limit"), "lower", 0);
  }

  static double upper(Turning t) {
    return isContinuous(t) ? 1 : number(child(t.joint(), "limit"), "upper", 0);
  }

  private static boolean isContinuous(Turning t) {
    return t.joint().getAttribute("type").equals("continuous");
  }

  private void joint(Turning t, boolean ofLeg) {
    Element limit = child(t.joint(), "limit");
    Element dynamics = child(t.joint(), "dynamics");
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
    line("    type: %s", isContinuous(t) ? "continuous" : "revolute");
    line("    parent: %s", t.parent());
    line("    child: %s", t.child());
    line("    source: urdf");
    line("    xyz: %s", vector(t.origin().xyz()));
    line("    rpy: %s", vector(t.origin().rpy()));
    line("    axis: %s", vector(axis == null ? new double[] {1, 0, 0} : triple(axis, "xyz")));
    line("    damping: %s", number(dynamics, "damping", 0));
    line("    friction: %s", number(dynamics, "friction", 0));
    // Without rotor inertia, a light leg's own motors would accelerate it far too much within one
    // period.
    line("    rotor_inertia: {source: reins, value: %s}", ofLeg ? ROTOR * effort : 0);
    line("    limits:");
    if (!isContinuous(t)) {
      line("      lower: %s", number(limit, "lower", 0));
      line("      upper: %s", number(limit, "upper", 0));
    }
    // Legs swing back and forth within a step. Limits that are cautious for an arm would be too
    // low for them.
    double acceleration = ofLeg ? 6 * velocity : ACCELERATION;
    line("      velocity: %s", velocity);
    line("      acceleration: {source: reins, value: %s}", acceleration);
    line("      jerk: {source: reins, value: %s}", (ofLeg ? 1_000 : 100) * acceleration);
    line("      effort: %s", effort);
    line("      effort_rate: {source: reins, value: %s}", (ofLeg ? 200 : 10) * effort);
  }

  private void body(String indent, String link) {
    BodySum sum = sum(link);
    if (!(sum.mass() > 0)) {
      throw new RobotFileException(
          file + ": link " + link + " has no inertial: the filter needs its mass and inertia");
    }
    double[] i = sum.inertia();
    line("%ssource: urdf", indent);
    line("%smass: %s", indent, sum.mass());
    line("%scom: %s", indent, vector(sum.com()));
    line(
        "%sinertia: {source: urdf, ixx: %s, ixy: %s, ixz: %s, iyy: %s, iyz: %s, izz: %s}",
        indent, i[0], i[1], i[2], i[3], i[4], i[5]);
  }

  /** A link and everything fixed to it, as one body. */
  private BodySum sum(String link) {
    BodySum sum = new BodySum();
    carriedBy(link)
        .forEach(
            (part, where) -> {
              Element inertial = child(part, "inertial");
              Element mass = inertial == null ? null : child(inertial, "mass");
              Element tensor = inertial == null ? null : child(inertial, "inertia");
              if (mass != null && tensor != null) {
                Pose origin = where.then(Pose.of(child(inertial, "origin")));
                sum.add(
                    number(mass, "value", 0),
                    origin.xyz(),
                    origin.turned(
                        number(tensor, "ixx", 0),
                        number(tensor, "ixy", 0),
                        number(tensor, "ixz", 0),
                        number(tensor, "iyy", 0),
                        number(tensor, "iyz", 0),
                        number(tensor, "izz", 0)));
              }
            });
    return sum;
  }

  private String reference(Element joint, String which) {
    Element e = child(joint, which);
    if (e == null || !links.containsKey(e.getAttribute("link"))) {
      throw new RobotFileException(
          file + ": joint " + joint.getAttribute("name") + " has no " + which + " link");
    }
    return e.getAttribute("link");
  }

  static List<Element> children(Element parent, String tag) {
    List<Element> found = new ArrayList<>();
    NodeList all = parent.getChildNodes();
    for (int k = 0; k < all.getLength(); k++) {
      if (all.item(k) instanceof Element e && e.getTagName().equals(tag)) {
        found.add(e);
      }
    }
    return found;
  }

  static Element child(Element parent, String tag) {
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

  static double number(Element e, String attribute, double otherwise) {
    return e == null || !e.hasAttribute(attribute)
        ? otherwise
        : parse(e, attribute, e.getAttribute(attribute).strip());
  }

  private static double parse(Element e, String attribute, String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException x) {
      throw notANumber(e, attribute, text, x);
    }
    if (!Double.isFinite(value)) {
      throw notANumber(e, attribute, text, null);
    }
    return value;
  }

  private static RobotFileException notANumber(
      Element e, String attribute, String text, NumberFormatException cause) {
    return new RobotFileException(
        "<" + e.getTagName() + " " + attribute + "=\"" + text + "\">: a finite number is needed",
        cause);
  }

  private static String vector(double[] v) {
    return "[" + v[0] + ", " + v[1] + ", " + v[2] + "]";
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
