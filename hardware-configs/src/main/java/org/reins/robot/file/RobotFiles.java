package org.reins.robot.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reins.robot.model.Base;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.ControlFacts;
import org.reins.robot.model.FixedBase;
import org.reins.robot.model.FloatingBase;
import org.reins.robot.model.Inertia;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointDrive;
import org.reins.robot.model.JointFrame;
import org.reins.robot.model.JointKind;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.Link;
import org.reins.robot.model.RobotModel;

/** Reads robot files: built-in files by name, other files by path. */
public final class RobotFiles {
  private static final String SCHEMA = "reins/robot/1";
  // Each is searched among all others.
  private static final int MOST_PARTS = 1_000;
  private static final List<String> ARMS =
      List.of("panda", "fr3", "ur5e", "ur10e", "gen3", "iiwa14");
  private static final List<String> LEGGED = List.of("a1", "go1", "go2", "spot", "anymal_c");
  private static final List<String> BUILT_IN =
      Stream.concat(ARMS.stream(), LEGGED.stream()).toList();

  private RobotFiles() {}

  /** Names of the robots that come with Reins. */
  public static List<String> builtIn() {
    return BUILT_IN;
  }

  /** Names of the built-in arms. */
  public static List<String> arms() {
    return ARMS;
  }

  /** Names of the built-in legged robots. */
  public static List<String> legged() {
    return LEGGED;
  }

  /**
   * Loads an arm, like {@link #load}.
   *
   * @throws RobotFileException with one sentence for the user, also if the robot is legged
   */
  public static RobotModel arm(String nameOrPath) {
    RobotModel robot = load(nameOrPath);
    if (robot.base() instanceof FloatingBase) {
      throw new RobotFileException(
          "robot is " + nameOrPath + ", which stands on legs: an arm is needed, such as " + ARMS);
    }
    return robot;
  }

  /**
   * Loads a legged robot, like {@link #load}.
   *
   * @throws RobotFileException with one sentence for the user, also if the robot is an arm
   */
  public static RobotModel legged(String nameOrPath) {
    RobotModel robot = load(nameOrPath);
    if (!(robot.base() instanceof FloatingBase)) {
      throw new RobotFileException(
          "robot is " + nameOrPath + ", an arm: a legged robot is needed, such as " + LEGGED);
    }
    return robot;
  }

  /**
   * Loads a robot by the name of a built-in robot, or by the path of a YAML file.
   *
   * @throws RobotFileException with one sentence for the user
   */
  public static RobotModel load(String nameOrPath) {
    String file = BUILT_IN.contains(nameOrPath) ? nameOrPath + ".yaml" : nameOrPath;
    return parse(file, text(nameOrPath));
  }

  /**
   * The text of a robot file, unchecked.
   *
   * @param nameOrPath name or path as in {@link #load}
   * @throws RobotFileException if it does not exist
   */
  public static String text(String nameOrPath) {
    if (BUILT_IN.contains(nameOrPath)) {
      return resource("/robots/" + nameOrPath + ".yaml");
    }
    if (!nameOrPath.endsWith(".yaml") && !nameOrPath.endsWith(".yml")) {
      throw new RobotFileException(
          "robot is "
              + nameOrPath
              + ": allowed is one of "
              + BUILT_IN
              + " or the path of a .yaml file");
    }
    try {
      return BoundedFile.text(Path.of(nameOrPath), BoundedYaml.MOST_CHARACTERS);
    } catch (NoSuchFileException e) {
      throw new RobotFileException("robot file " + nameOrPath + " does not exist", e);
    } catch (IOException e) {
      throw new RobotFileException(
          "robot file " + nameOrPath + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads and validates the text of a robot file.
   *
   * @param file name of the file, for messages
   * @param yaml the text
   * @throws RobotFileException with one sentence for the user
   */
  public static RobotModel parse(String file, String yaml) {
    YamlNode root = YamlNode.parse(file, yaml, SCHEMA);
    Map<?, ?> sources = root.get("sources").map();
    root.requireSources(sources.keySet());

    for (String list : List.of("joints", "links", "capsules")) {
      int size = root.get(list).items().size();
      if (size > MOST_PARTS) {
        throw new RobotFileException(
            file + ": " + list + " has " + size + " items: allowed are up to " + MOST_PARTS);
      }
    }
    YamlNode control = root.get("control");
    List<Joint> joints = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (YamlNode node : root.get("joints").items()) {
      Joint joint = joint(node);
      if (!joints.isEmpty() && !known.contains(joint.parent())) {
        throw new RobotFileException(
            file
                + ": parent of "
                + joint.name()
                + " is "
                + joint.parent()
                + ": no joint before it moves that link");
      }
      if (joints.isEmpty()) {
        known.add(joint.parent());
      }
      known.add(joint.child());
      joints.add(joint);
    }
    List<Link> allLinks = root.get("links").items().stream().map(RobotFiles::link).toList();
    List<Link> links = new ArrayList<>();
    for (Joint joint : joints) {
      links.add(
          allLinks.stream()
              .filter(l -> l.name().equals(joint.child()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new RobotFileException(
                          file
                              + ": links has no "
                              + joint.child()
                              + ", child of "
                              + joint.name())));
    }
    List<Capsule> capsules = new ArrayList<>();
    for (YamlNode node : root.get("capsules").items()) {
      capsules.add(
          node.build(
              () ->
                  new Capsule(
                      oneOf(node.get("link").text(), known),
                      node.get("from").numbers(),
                      node.get("to").numbers(),
                      node.get("radius").number())));
    }
    Base base = root.map().containsKey("base") ? base(root.get("base"), known) : new FixedBase();
    Capsule tool =
        base.choose(fixed -> sphere(root.get("tool"), known), legs -> legs.feet().get(0));
    return root.build(
        () ->
            new RobotModel(
                root.get("name").text(),
                root.get("title").text(),
                control.build(() -> controlFacts(control)),
                joints,
                links,
                capsules,
                tool,
                root.get("posture").get("q").numbers(),
                base));
  }

  private static FloatingBase base(YamlNode node, List<String> known) {
    String link = node.get("link").text();
    if (!link.equals(known.get(0))) {
      throw new RobotFileException(
          "base.link is " + link + ": the first joint is attached to " + known.get(0));
    }
    List<Capsule> feet =
        node.get("feet").items().stream().map(foot -> sphere(foot, known)).toList();
    return node.build(() -> new FloatingBase(body(node, link), feet));
  }

  private static Capsule sphere(YamlNode node, List<String> known) {
    double[] centre = node.get("xyz").numbers();
    return node.build(
        () ->
            new Capsule(
                oneOf(node.get("link").text(), known), centre, centre, value(node.get("radius"))));
  }

  private static ControlFacts controlFacts(YamlNode node) {
    return new ControlFacts(
        node.get("rate_hz").number(),
        node.get("command_mode").text(),
        node.get("gravity_compensated").bool(),
        node.get("lost_commands_until_stop").integer());
  }

  private static Joint joint(YamlNode node) {
    String type = node.get("type").text();
    boolean continuous = type.equals("continuous");
    boolean slides = type.equals(JointKind.PRISMATIC.key());
    if (!continuous && !slides && !type.equals(JointKind.REVOLUTE.key())) {
      throw new RobotFileException(
          "joint "
              + node.get("name").text()
              + " has type "
              + type
              + ": allowed is revolute, continuous or prismatic");
    }
    YamlNode limits = node.get("limits");
    JointLimits jointLimits =
        node.build(
            () ->
                new JointLimits(
                    continuous ? Double.NEGATIVE_INFINITY : value(limits.get("lower")),
                    continuous ? Double.POSITIVE_INFINITY : value(limits.get("upper")),
                    value(limits.get("velocity")),
                    value(limits.get("acceleration")),
                    value(limits.get("jerk")),
                    value(limits.get("effort")),
                    value(limits.get("effort_rate"))));
    return node.build(
        () ->
            new Joint(
                node.get("name").text(),
                slides ? JointKind.PRISMATIC : JointKind.REVOLUTE,
                node.get("parent").text(),
                node.get("child").text(),
                new JointFrame(
                    node.get("xyz").numbers(),
                    node.get("rpy").numbers(),
                    node.get("axis").numbers()),
                jointLimits,
                new JointDrive(
                    value(node.get("damping")),
                    value(node.get("friction")),
                    value(node.get("rotor_inertia")))));
  }

  /** A number, or a map with a number and its own source. */
  private static double value(YamlNode node) {
    return node.isMap() ? node.get("value").number() : node.number();
  }

  private static Link link(YamlNode node) {
    return body(node, node.get("name").text());
  }

  private static Link body(YamlNode node, String name) {
    YamlNode i = node.get("inertia");
    return node.build(
        () ->
            new Link(
                name,
                node.get("mass").number(),
                node.get("com").numbers(),
                new Inertia(
                    i.get("ixx").number(),
                    i.get("ixy").number(),
                    i.get("ixz").number(),
                    i.get("iyy").number(),
                    i.get("iyz").number(),
                    i.get("izz").number())));
  }

  private static String oneOf(String link, List<String> known) {
    if (!known.contains(link)) {
      throw new IllegalArgumentException("link is " + link + ": allowed is one of " + known);
    }
    return link;
  }

  private static String resource(String path) {
    try (InputStream in = RobotFiles.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new RobotFileException("resource " + path + " is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RobotFileException("resource " + path + " cannot be read: " + e, e);
    }
  }
}
