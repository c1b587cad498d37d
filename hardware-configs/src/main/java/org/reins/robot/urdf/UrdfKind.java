package org.reins.robot.urdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.urdf.OtherRobotException.What;

/**
 * Finds out what a URDF describes: an arm, several arms on one trunk, or a quadruped. Any other
 * robot is refused with its kind, and never imported as one of these.
 *
 * <p>A robot fixed to the link {@code world} is an arm. Otherwise a body that floats, or one with a
 * mass and four chains of three joints, stands on legs.
 */
final class UrdfKind {
  private static final int LEGS = 4;
  private static final int LEG_JOINTS = 3;
  private static final Pattern WHEEL = Pattern.compile("wheel|caster|tyre|tire(?![a-z])");
  private static final Pattern PROPELLER = Pattern.compile("rotor|propell|thruster");
  private static final Pattern LEG =
      Pattern.compile("knee|ankle|(?<![a-z])(hip|thigh|calf|shank|leg|haa|hfe|kfe)(?![a-z])");

  private final String file;
  private final UrdfTree tree;

  private UrdfKind(String file, UrdfTree tree) {
    this.file = file;
    this.tree = tree;
  }

  /**
   * The legs, front before rear and right before left; none for an arm.
   *
   * @throws RobotFileException if it is neither an arm nor a quadruped
   */
  static List<UrdfLeg> legs(String file, UrdfTree tree) {
    return new UrdfKind(file, tree).legs();
  }

  private List<UrdfLeg> legs() {
    refuseWheels();
    refusePropellers();
    String body = tree.chain().get(0).parent();
    if (tree.isBolted(body) && !tree.floats()) {
      return List.of();
    }
    List<List<UrdfTree.Moving>> chains = new ArrayList<>();
    for (UrdfTree.Moving first : tree.chain()) {
      if (first.parent().equals(body)) {
        chains.add(behind(first));
      }
    }
    List<List<UrdfTree.Moving>> legs = chains.stream().filter(UrdfKind::isLeg).toList();
    boolean stands =
        tree.floats()
            || legs.size() >= LEGS
                && tree.sum(body).mass() > 0
                && legs.stream().allMatch(this::isNamedAsLeg);
    if (!stands) {
      refuseMassless(body, legs);
      refuseLegs();
      return List.of();
    }
    int inLegs = legs.stream().mapToInt(List::size).sum();
    if (legs.size() != LEGS || inLegs != tree.chain().size()) {
      throw notAQuadruped(chains, legs);
    }
    List<UrdfLeg> found = new ArrayList<>();
    for (List<UrdfTree.Moving> leg : legs) {
      found.add(new UrdfLeg(leg, tree.carriedBy(leg.get(LEG_JOINTS - 1).child())));
    }
    double x = found.stream().mapToDouble(l -> l.hip()[0]).average().orElse(0);
    double y = found.stream().mapToDouble(l -> l.hip()[1]).average().orElse(0);
    found.sort(
        Comparator.comparing((UrdfLeg l) -> l.hip()[0] < x).thenComparing(l -> l.hip()[1] > y));
    boolean corners =
        found.get(0).hip()[0] > x
            && found.get(1).hip()[0] > x
            && found.get(2).hip()[0] < x
            && found.get(3).hip()[0] < x
            && found.get(0).hip()[1] < y
            && found.get(1).hip()[1] > y
            && found.get(2).hip()[1] < y
            && found.get(3).hip()[1] > y;
    if (!corners) {
      throw new RobotFileException(
          file
              + ": the four legs do not stand at the corners of the body, with x forward and y to the"
              + " left: which is which cannot be told. Turn the frame of the body in the URDF");
    }
    for (UrdfLeg leg : found) {
      if (leg.foot() == null) {
        throw new RobotFileException(
            file
                + ": "
                + leg.end()
                + " ends a leg and has no foot: a link that is fixed to it, or a sphere, is"
                + " needed");
      }
    }
    return found;
  }

  private void refuseMassless(String body, List<List<UrdfTree.Moving>> legs) {
    boolean four = legs.size() == LEGS && legs.stream().allMatch(this::isNamedAsLeg);
    if (four && !(tree.sum(body).mass() > 0)) {
      throw new RobotFileException(
          file
              + ": the body "
              + body
              + " of a quadruped has no inertial, and the filter needs masses and inertias: write"
              + " them into the URDF");
    }
  }

  /** A joint and all joints behind it, a parent before its children. */
  private List<UrdfTree.Moving> behind(UrdfTree.Moving first) {
    List<UrdfTree.Moving> all = new ArrayList<>(List.of(first));
    for (UrdfTree.Moving t : tree.chain()) {
      if (all.stream().anyMatch(a -> a.child().equals(t.parent()))) {
        all.add(t);
      }
    }
    return all;
  }

  /** Whether there are three joints that turn, each behind the previous one. */
  private static boolean isLeg(List<UrdfTree.Moving> joints) {
    boolean leg = joints.size() == LEG_JOINTS && joints.stream().noneMatch(UrdfTree.Moving::slides);
    for (int k = 1; k < joints.size(); k++) {
      leg &= joints.get(k).parent().equals(joints.get(k - 1).child());
    }
    return leg;
  }

  /**
   * By its joints and links, or by what is fixed to its end: the fingers of a hand have three
   * joints, too.
   */
  private boolean isNamedAsLeg(List<UrdfTree.Moving> joints) {
    boolean named =
        joints.stream()
            .map(t -> (t.name() + " " + t.child()).toLowerCase(Locale.ROOT))
            .anyMatch(names -> LEG.matcher(names).find());
    return named
        || tree.carriedBy(joints.get(LEG_JOINTS - 1).child()).keySet().stream()
            .map(link -> link.getAttribute("name").toLowerCase(Locale.ROOT))
            .anyMatch(link -> link.contains("foot") || link.contains("toe"));
  }

  private RobotFileException notAQuadruped(
      List<List<UrdfTree.Moving>> chains, List<List<UrdfTree.Moving>> legs) {
    String others =
        chains.stream()
            .filter(c -> !legs.contains(c))
            .map(c -> c.get(0).name() + " (" + c.size() + ")")
            .collect(Collectors.joining(", "));
    return new OtherRobotException(
        What.LEGS,
        file
            + ": its body stands free with "
            + legs.size()
            + " chains of three joints"
            + (others.isEmpty() ? "" : " and others that begin with " + others)
            + ": Reins walks quadrupeds with four legs of three joints each. Fix an arm's joints on"
            + " its back with --fix JOINT=POSITION; fix the body to a link named world to import an"
            + " arm");
  }

  private void refuseWheels() {
    List<UrdfTree.Moving> chain = tree.chain();
    List<String> wheels = chain.stream().filter(this::isWheel).map(UrdfTree.Moving::name).toList();
    boolean onlyEndless =
        chain.size() > 1
            && chain.stream()
                .allMatch(t -> t.isContinuous() && t.parent().equals(chain.get(0).parent()));
    if (wheels.isEmpty() && onlyEndless) {
      wheels = chain.stream().map(UrdfTree.Moving::name).toList();
    }
    if (!wheels.isEmpty()) {
      throw new OtherRobotException(
          What.WHEELS,
          file
              + ": "
              + String.join(", ", wheels)
              + (wheels.size() == 1 ? " is a wheel" : " are wheels")
              + ": Reins filters arms and quadrupeds, not wheels. Import an arm on this"
              + " base with --tip LINK; its base then counts as standing still");
    }
  }

  /** Rotors that turn, or thrusters that are fixed: what carries an arm then is no base. */
  private void refusePropellers() {
    List<String> found = new ArrayList<>();
    for (UrdfTree.Moving t : tree.chain()) {
      if (isLast(t)
          && PROPELLER.matcher((t.name() + " " + t.child()).toLowerCase(Locale.ROOT)).find()) {
        found.add(t.name());
      }
    }
    for (String link : tree.linkNames()) {
      String lower = link.toLowerCase(Locale.ROOT);
      if (!tree.hasTips()
          && found.isEmpty()
          && (lower.contains("propell") || lower.contains("thruster"))) {
        found.add(link);
      }
    }
    if (!found.isEmpty()) {
      throw new OtherRobotException(
          What.PROPELLERS,
          file
              + ": "
              + String.join(", ", found)
              + (found.size() == 1 ? " is a propeller" : " are propellers")
              + ": Reins filters arms and quadrupeds, not robots that fly or dive. Import an arm on"
              + " it with --tip LINK; its base then counts as standing still");
    }
  }

  private boolean isLast(UrdfTree.Moving t) {
    return tree.chain().stream().noneMatch(o -> o.parent().equals(t.child()));
  }

  private boolean isWheel(UrdfTree.Moving t) {
    String names = (t.name() + " " + t.child()).toLowerCase(Locale.ROOT);
    return t.isContinuous() && isLast(t) && WHEEL.matcher(names).find();
  }

  private void refuseLegs() {
    for (UrdfTree.Moving t : tree.chain()) {
      if (LEG.matcher(t.name().toLowerCase(Locale.ROOT)).find()) {
        throw new OtherRobotException(
            What.LEGS,
            file
                + ": joint "
                + t.name()
                + " belongs to a leg by its name, but the robot is not a quadruped with three"
                + " joints per leg: Reins supports no other legged robots. Import one arm of it with --tip"
                + " LINK, or fix the body to a link named world if it has no legs");
      }
    }
  }
}
