package org.reins.filter.constraint;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.BoundedYaml;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.YamlNode;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;

/**
 * Constraints in a user's file: YAML of schema reins/constraints/1, explained with every key in
 * docs/constraints.md.
 *
 * @param planes in addition to those that the filter already has
 * @param capsules obstacles that constraints of this file keep the arm apart from, for pictures
 * @param boxes the same, as boxes
 * @param constraints all others, in the order of the file; for a single filter
 * @param people constraints that keep a part of the arm apart from a person
 */
public record ConstraintFile(
    List<HalfSpace> planes,
    List<CapsuleObstacle> capsules,
    List<BoxObstacle> boxes,
    List<Constraint> constraints,
    List<PersonDistance> people) {
  /**
   * A constraint that needs the person's position.
   *
   * @param row one of {@link ConstraintFile#constraints}
   * @param sphere the part of the arm
   * @param radius of the sphere around the person, m
   */
  public record PersonDistance(SeparationDistance row, Capsule sphere, double radius) {}

  /** The schema that this version reads. */
  public static final String SCHEMA = "reins/constraints/1";

  /** No constraints. */
  public static final ConstraintFile NONE =
      new ConstraintFile(List.of(), List.of(), List.of(), List.of(), List.of());

  private static final int MOST_ITEMS = 1_000;
  private static final double ACCELERATION = 12;
  // For a person: radius of an upright person with arms, m; walking speed by ISO 13855, m/s; and an
  // allowance for what reaches past the sphere before it is detected, m.
  private static final double PERSON_RADIUS = 0.4;
  private static final double WALKING = 1.6;
  private static final double INTRUSION = 0.1;

  /** Copies the lists. */
  public ConstraintFile {
    planes = List.copyOf(planes);
    capsules = List.copyOf(capsules);
    boxes = List.copyOf(boxes);
    constraints = List.copyOf(constraints);
    people = List.copyOf(people);
  }

  /**
   * Reads a file.
   *
   * @param defaults for keys that the file does not set
   * @throws RobotFileException with one sentence for people, naming file and key
   */
  public static ConstraintFile read(Path path, RobotModel robot, ConstraintDefaults defaults) {
    try {
      return parse(
          path.toString(),
          BoundedFile.text(path, BoundedYaml.MOST_CHARACTERS),
          robot,
          path.toAbsolutePath().getParent(),
          defaults);
    } catch (NoSuchFileException e) {
      throw new RobotFileException("constraint file " + path + " does not exist", e);
    } catch (IOException e) {
      throw new RobotFileException(
          "constraint file " + path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file's text.
   *
   * @param file used in messages
   * @param folder for relative paths of barrier files
   * @param defaults for keys that the file does not set
   * @throws RobotFileException with one sentence for people, naming file and key
   */
  public static ConstraintFile parse(
      String file, String yaml, RobotModel robot, Path folder, ConstraintDefaults defaults) {
    return parse(file, YamlNode.parse(file, yaml, SCHEMA), robot, folder, defaults);
  }

  /**
   * Reads the same keys from a part of another file.
   *
   * @param file used in messages
   * @param root the part; it needs no schema of its own
   * @param folder for relative paths of barrier files
   * @param defaults for keys that the file does not set
   * @throws RobotFileException with one sentence for people, naming file and key
   */
  public static ConstraintFile parse(
      String file, YamlNode root, RobotModel robot, Path folder, ConstraintDefaults defaults) {
    root.allow(
        "schema",
        "braking",
        "horizon",
        "planes",
        "capsules",
        "boxes",
        "keep_apart",
        "self",
        "speeds",
        "joint_speeds",
        "energies",
        "separations",
        "barriers");
    for (String list :
        List.of(
            "planes",
            "capsules",
            "boxes",
            "keep_apart",
            "self",
            "speeds",
            "joint_speeds",
            "energies",
            "separations",
            "barriers")) {
      int size = root.optionalItems(list).size();
      if (size > MOST_ITEMS) {
        throw new RobotFileException(
            file + ": " + list + " has " + size + " items: allowed are up to " + MOST_ITEMS);
      }
    }
    double braking = root.number("braking", defaults.obstacleBraking());
    double horizon = root.number("horizon", defaults.horizon());
    if (!(braking > 0 && braking <= 50 && horizon >= 0.001 && horizon <= 0.5)) {
      throw new RobotFileException(
          file
              + ": braking is "
              + braking
              + " m/s² and horizon "
              + horizon
              + " s: allowed is over 0 to 50 and 0.001 to 0.5");
    }
    double available = defaults.brakingAtMost(braking);
    List<HalfSpace> planes =
        root.optionalItems("planes").stream().map(ConstraintFile::plane).toList();
    List<Constraint> all = new ArrayList<>();
    List<CapsuleObstacle> capsules =
        root.optionalItems("capsules").stream().map(ConstraintFile::capsule).toList();
    List<BoxObstacle> boxes =
        root.optionalItems("boxes").stream().map(ConstraintFile::box).toList();
    if (!capsules.isEmpty() || !boxes.isEmpty()) {
      List<String> links =
          root.optionalItems("keep_apart").stream().map(n -> link(n, robot)).toList();
      if (links.isEmpty()) {
        throw new RobotFileException(
            file
                + ": "
                + (capsules.isEmpty() ? "boxes" : "capsules")
                + " need keep_apart, the links that keep apart from them");
      }
      all.addAll(apart(robot, links, capsules, boxes, available, horizon));
    }
    List<String[]> pairs = root.optionalItems("self").stream().map(n -> pair(n, robot)).toList();
    if (!pairs.isEmpty()) {
      all.add(CapsuleDistance.toItself(robot, pairs, available, horizon));
    }
    for (YamlNode n : root.optionalItems("speeds")) {
      n.allow("name", "link", "xyz", "limit", "acceleration");
      all.add(
          n.build(
              () ->
                  new PointSpeed(
                      robot,
                      n.get("name").text(),
                      n.get("link").text(),
                      vector(n.get("xyz")),
                      n.get("limit").number(),
                      n.number("acceleration", ACCELERATION),
                      horizon)));
    }
    if (!root.optionalItems("joint_speeds").isEmpty()) {
      all.add(jointSpeeds(root.get("joint_speeds"), robot, defaults.jointBraking(), horizon));
    }
    for (YamlNode n : root.optionalItems("energies")) {
      n.allow("name", "link", "xyz", "energy", "body_mass", "acceleration");
      all.add(
          n.build(
              () ->
                  new ContactEnergy(
                      robot,
                      n.get("name").text(),
                      n.get("link").text(),
                      vector(n.get("xyz")),
                      n.get("energy").number(),
                      n.get("body_mass").number(),
                      n.number("acceleration", ACCELERATION),
                      horizon)));
    }
    List<PersonDistance> people = new ArrayList<>();
    for (YamlNode n : root.optionalItems("separations")) {
      PersonDistance person = separation(n, robot, defaults, horizon);
      people.add(person);
      all.add(person.row());
    }
    for (YamlNode n : root.optionalItems("barriers")) {
      all.add(LearnedBarrierReader.read(n, robot, folder, defaults));
    }
    return new ConstraintFile(planes, capsules, boxes, all, people);
  }

  /**
   * Constraints that keep links apart from obstacles in the world; none without obstacles.
   *
   * @param links whose capsules are included
   * @param braking deceleration towards an obstacle that is always available, m/s²
   * @param horizon T of {@link Viability}, s
   */
  public static List<Constraint> apart(
      RobotModel robot,
      List<String> links,
      List<CapsuleObstacle> capsules,
      List<BoxObstacle> boxes,
      double braking,
      double horizon) {
    List<Constraint> all = new ArrayList<>();
    if (!capsules.isEmpty()) {
      all.add(CapsuleDistance.toWorld(robot, links, capsules, braking, horizon));
    }
    if (!boxes.isEmpty()) {
      all.add(new BoxDistance(robot, links, boxes, braking, horizon));
    }
    return all;
  }

  private static Constraint jointSpeeds(
      YamlNode list, RobotModel robot, double[] braking, double horizon) {
    Map<String, PositionSpeedLimit> limits = new LinkedHashMap<>();
    for (YamlNode n : list.items()) {
      n.allow("joint", "cap", "offset", "gain", "lower", "upper");
      PositionSpeedLimit limit =
          n.build(
              () ->
                  new PositionSpeedLimit(
                      n.get("cap").number(),
                      n.get("offset").number(),
                      n.get("gain").number(),
                      n.get("lower").number(),
                      n.get("upper").number()));
      String joint = n.get("joint").text();
      n.build(
          () -> {
            if (limits.put(joint, limit) != null) {
              throw new IllegalArgumentException("joint " + joint + " has two speed limits");
            }
            return limit;
          });
    }
    return list.build(() -> new PositionDependentSpeed(robot, limits, braking, horizon));
  }

  private static HalfSpace plane(YamlNode n) {
    n.allow("name", "normal", "offset");
    double[] normal = vector(n.get("normal"));
    return n.build(
        () ->
            new HalfSpace(
                n.get("name").text(), normal[0], normal[1], normal[2], n.get("offset").number()));
  }

  private static CapsuleObstacle capsule(YamlNode n) {
    n.allow("name", "from", "to", "radius");
    return n.build(
        () ->
            new CapsuleObstacle(
                n.get("name").text(),
                vector(n.get("from")),
                vector(n.get("to")),
                new double[3],
                n.get("radius").number()));
  }

  private static BoxObstacle box(YamlNode n) {
    n.allow("name", "from", "to");
    return n.build(
        () -> new BoxObstacle(n.get("name").text(), vector(n.get("from")), vector(n.get("to"))));
  }

  private static PersonDistance separation(
      YamlNode n, RobotModel robot, ConstraintDefaults defaults, double horizon) {
    n.allow(
        "name",
        "link",
        "xyz",
        "radius",
        "person_radius",
        "person_speed",
        "reaction",
        "intrusion",
        "braking");
    double personRadius = n.number("person_radius", PERSON_RADIUS);
    double[] xyz = vector(n.get("xyz"));
    return n.build(
        () -> {
          if (!(personRadius > 0 && personRadius <= 2)) {
            throw new IllegalArgumentException(
                "person_radius is " + personRadius + " m: allowed is over 0 to 2");
          }
          SeparationDistance.Approach approach =
              new SeparationDistance.Approach(
                  n.number("person_speed", WALKING),
                  n.get("reaction").number(),
                  defaults.brakingAtMost(n.number("braking", defaults.obstacleBraking())),
                  n.number("intrusion", INTRUSION));
          Capsule sphere = new Capsule(n.get("link").text(), xyz, xyz, n.get("radius").number());
          return new PersonDistance(
              new SeparationDistance(robot, n.get("name").text(), sphere, approach, horizon),
              sphere,
              personRadius);
        });
  }

  private static String[] pair(YamlNode n, RobotModel robot) {
    List<String> two = n.items().stream().map(YamlNode::text).toList();
    return n.build(
        () -> {
          if (two.size() != 2 || two.get(0).equals(two.get(1))) {
            throw new IllegalArgumentException(two + " is not a pair of two links");
          }
          for (String link : two) {
            requireCapsule(link, robot);
          }
          return two.toArray(String[]::new);
        });
  }

  private static String link(YamlNode n, RobotModel robot) {
    String link = n.text();
    return n.build(
        () -> {
          requireCapsule(link, robot);
          return link;
        });
  }

  private static void requireCapsule(String link, RobotModel robot) {
    if (robot.capsules().stream().noneMatch(c -> c.link().equals(link))) {
      throw new IllegalArgumentException("link " + link + " has no capsule in the robot file");
    }
  }

  private static double[] vector(YamlNode n) {
    double[] v = n.numbers();
    return n.build(
        () -> {
          if (v.length != 3) {
            throw new IllegalArgumentException("it has " + v.length + " numbers: it needs 3");
          }
          return v;
        });
  }
}
