package org.reins.robot.urdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reins.robot.file.RobotFileException;

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
  private static final Pattern WHEEL =
      Pattern.compile("wheel|caster|tyre|tire(?![a-z])|rotor|propell");
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
              + " left: which is which cannot be told");
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
   * By its joints, or by what is fixed to its end: the fingers of a hand have three joints, too.
   */
  private boolean isNamedAsLeg(List<UrdfTree.Moving> joints) {
    boolean named =
        joints.stream().anyMatch(t -> LEG.matcher(t.name().toLowerCase(Locale.ROOT)).find());
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
    return new RobotFileException(
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
      throw new RobotFileException(
          file
              + ": "
              + String.join(", ", wheels)
              + (wheels.size() == 1 ? " is a wheel" : " are wheels")
              + ": Reins filters arms and quadrupeds, not wheels. Import an arm on this"
              + " base with --tip LINK; its base then counts as standing still");
    }
  }

  private boolean isWheel(UrdfTree.Moving t) {
    boolean last = tree.chain().stream().noneMatch(o -> o.parent().equals(t.child()));
    String names = (t.name() + " " + t.child()).toLowerCase(Locale.ROOT);
    return t.isContinuous() && last && WHEEL.matcher(names).find();
  }

  private void refuseLegs() {
    for (UrdfTree.Moving t : tree.chain()) {
      if (LEG.matcher(t.name().toLowerCase(Locale.ROOT)).find()) {
        throw new RobotFileException(
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
