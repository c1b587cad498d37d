package org.reins.robot.model;

import java.util.List;

/**
 * Everything that Reins knows about a robot. Bodies have the numbers of the joints that move them:
 * body i is the child link of joint i, and a parent always comes before its children.
 *
 * @param name short name, used on the command line
 * @param title full name, for the user
 * @param control how it is commanded
 * @param joints in the order of every vector over joints; a parent before its children
 * @param links one per joint, in the same order: the child link of each joint
 * @param capsules collision geometry, on moving links and on the base
 * @param tool the sphere at the tool centre point; for a legged robot, its first foot
 * @param posture default posture, rad or m, one number per joint; not to be modified
 * @param base to which the joints are attached; it determines the kind of robot
 */
public record RobotModel(
    String name,
    String title,
    ControlFacts control,
    List<Joint> joints,
    List<Link> links,
    List<Capsule> capsules,
    Capsule tool,
    double[] posture,
    Base base) {

  /**
   * Checks that the parts are consistent.
   *
   * @throws IllegalArgumentException naming the error
   */
  public RobotModel {
    joints = List.copyOf(joints);
    links = List.copyOf(links);
    capsules = List.copyOf(capsules);
    if (joints.isEmpty()) {
      throw new IllegalArgumentException("joints is empty: a robot needs at least one joint");
    }
    if (posture.length != joints.size()) {
      throw new IllegalArgumentException(
          "posture.q has " + posture.length + " numbers: it needs one per joint, " + joints.size());
    }
    boolean legged = !base.bodies().isEmpty();
    for (Joint joint : joints) {
      if (legged && joint.slides()) {
        throw new IllegalArgumentException(
            joint.name()
                + " is prismatic: the joints of a robot on legs must turn; allowed is revolute or"
                + " continuous");
      }
    }
    for (int i = 0; i < posture.length; i++) {
      JointLimits limits = joints.get(i).limits();
      if (!(posture[i] > limits.lower() && posture[i] < limits.upper())) {
        throw new IllegalArgumentException(
            "posture.q of "
                + joints.get(i).name()
                + " is "
                + posture[i]
                + " "
                + joints.get(i).kind().position()
                + ": allowed is "
                + limits.lower()
                + " to "
                + limits.upper());
      }
    }
  }

  /**
   * The base of a robot on legs.
   *
   * @throws IllegalStateException if the robot is of another kind
   */
  public FloatingBase floatingBase() {
    return base.choose(
        fixed -> {
          throw new IllegalStateException(name + " has no legs");
        },
        floating -> floating);
  }

  /** The same robot with other control facts. */
  public RobotModel withControl(ControlFacts other) {
    return new RobotModel(name, title, other, joints, links, capsules, tool, posture, base);
  }

  /** The same robot with other links, for example with other masses. */
  public RobotModel withLinks(List<Link> other) {
    return new RobotModel(name, title, control, joints, other, capsules, tool, posture, base);
  }

  /** The same robot with another sphere as its tool. */
  public RobotModel withTool(Capsule other) {
    return new RobotModel(name, title, control, joints, links, capsules, other, posture, base);
  }

  /** The same robot with another body, for example with a load on its back. */
  public RobotModel withBase(FloatingBase other) {
    return new RobotModel(name, title, control, joints, links, capsules, tool, posture, other);
  }

  /** Mass of the whole robot, kg; for an arm, the mass that its joints move. */
  public double mass() {
    return base.bodies().stream().mapToDouble(Link::mass).sum()
        + links.stream().mapToDouble(Link::mass).sum();
  }

  /** Number of joints. */
  public int dof() {
    return joints.size();
  }

  /**
   * How much of each joint's coordinate counts as one radian, {@link JointKind#perRadian}; a new
   * array, length n.
   */
  public double[] perRadian() {
    return joints.stream().mapToDouble(j -> j.kind().perRadian()).toArray();
  }

  /** Joint names in the order of every vector over joints. */
  public List<String> jointNames() {
    return joints.stream().map(Joint::name).toList();
  }

  /**
   * How far out a body is: 0 for the first body on the base, 1 for the next one on the way out. A
   * rail or a lift belongs to the base: slides before the first joint that turns do not count. The
   * first two bodies of an arm turn inside or over its base, and their capsules reach nothing.
   *
   * @param body index of the body
   * @return the number; −1 for the base and what slides with it
   */
  public int stage(int body) {
    if (body < 0) {
      return -1;
    }
    int before = stage(bodyOf(joints.get(body).parent()));
    boolean mounts = joints.stream().anyMatch(j -> !j.slides());
    return before < 0 && joints.get(body).slides() && mounts ? -1 : before + 1;
  }

  /** {@link #stage} of a link's body. */
  public int stage(String link) {
    return stage(bodyOf(link));
  }

  /**
   * Finds the index of the body of a link.
   *
   * @return the index of the joint that moves the link, or −1 for the base
   */
  public int bodyOf(String link) {
    for (int i = 0; i < joints.size(); i++) {
      if (joints.get(i).child().equals(link)) {
        return i;
      }
    }
    return -1;
  }
}
