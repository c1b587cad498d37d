package org.reins.robot.urdf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.file.YamlText;
import org.reins.robot.model.RobotModel;
import org.reins.robot.model.RobotWarnings;
import org.w3c.dom.Element;

/**
 * Converts the URDF of an arm or of a legged robot to a robot file that must be completed by hand.
 * A URDF has no accelerations, jerks, torque rates, rotors, control facts or postures. Values that
 * are filled in have the source {@code reins}, with a note to check them. The moving joints must
 * form a chain or a tree. Links that are fixed to one another are combined ({@link UrdfTree}).
 * {@link UrdfKind} decides which joints are legs and which are arms.
 */
public final class UrdfReader {
  private static final double ACCELERATION = 2;
  // Of a joint that slides, m/s²: what a rail or a lift does without shaking what it carries.
  private static final double SLIDING = 1;
  private static final double RADIUS = 0.06;
  private static final double LEG_RADIUS = 0.03;
  // Reflected inertia per N·m of a leg's motor: an estimate from our own quadrupeds.
  private static final double ROTOR = 4e-4;
  // Acceleration by its own effort above which a joint gets a rotor, rad/s². The torque rate that
  // is
  // filled in would then change the speed by 1 rad/s within a period of 1 ms.
  private static final double LIGHT = 1e5;

  private final UrdfFile file;
  private final UrdfOptions options;
  private final UrdfTree tree;
  private final UrdfLimits motors;
  private final StringBuilder out = new StringBuilder();

  private UrdfReader(UrdfFile file, UrdfOptions options) {
    this.file = file;
    this.options = options;
    tree = new UrdfTree(file, options);
    motors = new UrdfLimits(options);
  }

  /**
   * The result of reading a URDF.
   *
   * @param robotFile the text of a robot file
   * @param notes decisions made for the user, as sentences
   */
  public record Imported(String robotFile, List<String> notes) {}

  /**
   * Reads a URDF.
   *
   * @throws RobotFileException with one sentence for the user
   */
  public static Imported read(Path path, UrdfOptions options) {
    UrdfReader reader = new UrdfReader(UrdfFile.read(path), options);
    return new Imported(reader.clear(reader.write()), List.copyOf(reader.tree.notes()));
  }

  /** A file that can be read gets a posture in which an arm does not lie on the table. */
  private String clear(String text) {
    RobotModel robot = RobotFiles.parse("the robot file made from " + file.file(), text);
    tree.notes().addAll(RobotWarnings.of(robot));
    if (!robot.base().bodies().isEmpty()) {
      return text;
    }
    double[] posture = ClearPosture.of(robot);
    if (posture == robot.posture()) {
      return text;
    }
    String note =
        "the default posture was chosen so that the arm is clear of a table at the height of its"
            + " base: give it another one if you like";
    tree.notes().add(note);
    return text.replaceFirst("(?m)^posture: .*$", posture(posture))
        .replaceFirst("(?m)^schema:", "# Note: " + note + ".\nschema:");
  }

  private static String posture(double[] q) {
    return "posture: {source: reins, q: "
        + Arrays.stream(q).map(v -> Math.round(1e4 * v) / 1e4).boxed().toList()
        + "}";
  }

  /**
   * Reads a URDF unchanged, without options.
   *
   * @return the text of a robot file
   * @throws RobotFileException with one sentence for the user
   */
  public static String toRobotFile(Path path) {
    return read(path, UrdfOptions.NONE).robotFile();
  }

  private String write() {
    List<UrdfTree.Moving> chain = tree.chain();
    if (chain.isEmpty()) {
      throw new OtherRobotException(
          OtherRobotException.What.OBJECT,
          file.file()
              + " has no joint that moves, besides those that are fixed: Reins filters revolute,"
              + " continuous and prismatic joints");
    }
    List<UrdfLeg> legs = UrdfKind.legs(file.file(), tree);
    List<String> faults = motors.faults(chain);
    Map<String, UrdfBody> bodies = bodies(chain, legs, faults);
    if (!faults.isEmpty()) {
      throw new RobotFileException(file.file() + ": " + String.join("; ", faults));
    }
    String name = file.robot().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    line(
        "# Made from %s by: reins robots import. CHECK whatever stands under source",
        YamlText.printable(file.file()));
    line("# reins: a URDF does not say it. Schema: docs/robot-file.md");
    tree.notes().forEach(note -> line("# Note: %s.", YamlText.printable(note)));
    line("schema: reins/robot/1");
    line("name: %s", YamlText.quoted(name.isEmpty() ? "robot" : name));
    line("title: %s", YamlText.quoted(name.isEmpty() ? "robot" : name));
    line("");
    line("sources:");
    line("  urdf: the URDF that this file was made from");
    line("  reins: filled in by reins robots import, to be checked");
    line("");
    if (legs.isEmpty()) {
      // A robot that takes velocities or positions holds its own weight.
      boolean estimated = bodies.values().stream().anyMatch(UrdfBody::isEstimated);
      line(
          "control: {source: reins, rate_hz: 1000.0, command_mode: effort, gravity_compensated: %s,",
          estimated);
      // Whether a robot stops by itself is not known: with 50 ms or less the filter would rely on
      // it.
      line("  lost_commands_until_stop: 100}");
      line("");
      String last = chain.get(chain.size() - 1).child();
      line(
          "tool: {source: reins, link: %s, xyz: [0.0, 0.0, 0.1], radius: 0.03}",
          YamlText.quoted(last));
      line("");
      line(
          "posture: {source: reins, q: %s}",
          chain.stream().map(t -> Limits.of(t.joint()).middle()).toList());
    } else {
      chain = legs.stream().flatMap(l -> l.joints().stream()).toList();
      line(
          "control: {source: reins, rate_hz: 500.0, command_mode: motor, gravity_compensated: false,");
      line("  lost_commands_until_stop: 50}");
      line("");
      base(legs, bodies);
      line("");
      line(
          "posture: {source: reins, q: %s}",
          legs.stream().flatMap(l -> l.posture().stream()).toList());
    }
    line("");
    line("joints:");
    for (UrdfTree.Moving t : chain) {
      joint(t, !legs.isEmpty());
    }
    line("");
    line("links:");
    for (UrdfTree.Moving t : chain) {
      line("  - name: %s", YamlText.quoted(t.child()));
      body("    ", bodies.get(t.child()));
    }
    line("");
    line("capsules:");
    for (UrdfTree.Moving t : chain) {
      line(
          "  - {source: reins, link: %s, from: [0.0, 0.0, 0.0], to: %s, radius: %s}",
          YamlText.quoted(t.child()),
          vector(end(t, chain, legs)),
          legs.isEmpty() ? RADIUS : LEG_RADIUS);
    }
    return out.toString();
  }

  /** Position of the next joint, or of the foot. */
  private static double[] end(UrdfTree.Moving t, List<UrdfTree.Moving> chain, List<UrdfLeg> legs) {
    for (UrdfTree.Moving next : chain) {
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

  /** The bodies of all links; a fault names those without a mass. */
  private Map<String, UrdfBody> bodies(
      List<UrdfTree.Moving> chain, List<UrdfLeg> legs, List<String> faults) {
    Map<String, UrdfBody> bodies = new LinkedHashMap<>();
    List<String> massless = new ArrayList<>();
    if (!legs.isEmpty()) {
      body(legs.get(0).joints().get(0).parent(), bodies, massless);
    }
    for (UrdfTree.Moving t : chain) {
      boolean estimated = legs.isEmpty() && options.density() > 0 && !hasMass(t.child());
      if (estimated) {
        double[] end = end(t, chain, legs);
        bodies.put(
            t.child(), UrdfBody.estimate(t.child(), end, RADIUS, options.density(), tree.notes()));
      } else {
        body(t.child(), bodies, massless);
      }
    }
    // A joint without a range, named already, may have to be fixed: its link then needs no mass.
    if (!massless.isEmpty() && UrdfLimits.haveRanges(chain)) {
      faults.add(
          (massless.size() == 1 ? "link " : "links ")
              + String.join(", ", massless)
              + (massless.size() == 1 ? " has" : " have")
              + " no inertial, and the filter needs mass and inertia: write them into the URDF"
              + (legs.isEmpty()
                  ? ", or, for an arm that takes velocities or positions and not torques, give"
                      + " --density kg/m3 to estimate them"
                  : ""));
    }
    return bodies;
  }

  private boolean hasMass(String link) {
    return tree.sum(link).mass() > 0;
  }

  private void body(String link, Map<String, UrdfBody> bodies, List<String> massless) {
    if (hasMass(link)) {
      bodies.put(link, UrdfBody.of(link, tree.sum(link), tree.notes()));
    } else {
      massless.add(link);
    }
  }

  private void base(List<UrdfLeg> legs, Map<String, UrdfBody> bodies) {
    line("base:");
    line("  link: %s", YamlText.quoted(legs.get(0).joints().get(0).parent()));
    body("  ", bodies.get(legs.get(0).joints().get(0).parent()));
    line("  feet:");
    for (UrdfLeg leg : legs) {
      line(
          "    - {source: urdf, link: %s, xyz: %s, radius: {source: %s, value: %s}}",
          YamlText.quoted(leg.end()),
          vector(leg.foot()),
          leg.hasBall() ? "urdf" : "reins",
          leg.radius());
    }
  }

  private void joint(UrdfTree.Moving t, boolean ofLeg) {
    Element dynamics = Xml.child(t.joint(), "dynamics");
    Limits limits = Limits.of(t.joint());
    double effort = motors.effort(t);
    double velocity = motors.velocity(t);
    double[] axis = tree.axis(t.joint());
    line("  - name: %s", YamlText.quoted(t.name()));
    line("    type: %s", t.isContinuous() ? "continuous" : t.kind().key());
    line("    parent: %s", YamlText.quoted(t.parent()));
    line("    child: %s", YamlText.quoted(t.child()));
    line("    source: urdf");
    line("    xyz: %s", vector(t.origin().xyz()));
    line("    rpy: %s", vector(t.origin().rpy()));
    line("    axis: %s", vector(axis));
    line("    damping: %s", Xml.number(dynamics, "damping", 0));
    line("    friction: %s", Xml.number(dynamics, "friction", 0));
    // Without rotor inertia, a light link's own motor would accelerate it far too much within one
    // period.
    double perRadian = t.kind().perRadian();
    boolean light = effort > LIGHT * perRadian * tree.inertiaBehind(t);
    line(
        "    rotor_inertia: {source: reins, value: %s}",
        ofLeg || light ? ROTOR * effort / perRadian : 0);
    line("    limits:");
    if (!t.isContinuous()) {
      line("      lower: %s", limits.lower());
      line("      upper: %s", limits.upper());
    }
    // Legs swing back and forth within a step. Limits that are cautious for an arm would be too
    // low for them.
    double acceleration = ofLeg ? 6 * velocity : t.slides() ? SLIDING : ACCELERATION;
    line("      velocity: %s", given(limits.velocity(), velocity));
    line("      acceleration: {source: reins, value: %s}", acceleration);
    line("      jerk: {source: reins, value: %s}", (ofLeg ? 1_000 : 100) * acceleration);
    line("      effort: %s", given(limits.effort(), effort));
    line("      effort_rate: {source: reins, value: %s}", (ofLeg ? 200 : 10) * effort);
  }

  /** A limit of the URDF, or the user's replacement, marked as such. */
  private static String given(double limit, double used) {
    return limit > 0 ? Double.toString(limit) : "{source: reins, value: " + used + "}";
  }

  private void body(String indent, UrdfBody body) {
    double[] i = body.inertia();
    line("%ssource: %s", indent, body.source());
    line("%smass: %s", indent, body.mass());
    line("%scom: %s", indent, vector(body.com()));
    line(
        "%sinertia: {source: %s, ixx: %s, ixy: %s, ixz: %s, iyy: %s, iyz: %s, izz: %s}",
        indent, body.inertiaSource(), i[0], i[1], i[2], i[3], i[4], i[5]);
  }

  private static String vector(double[] v) {
    return "[" + v[0] + ", " + v[1] + ", " + v[2] + "]";
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
