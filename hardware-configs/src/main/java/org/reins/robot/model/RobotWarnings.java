package org.reins.robot.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Warnings about a robot that can be filtered nevertheless: figures that a motor cannot have, which
 * suggest that a robot file is incomplete.
 */
public final class RobotWarnings {
  /**
   * Acceleration of a joint by its own effort limit above which figures are considered incomplete,
   * rad/s²; times {@link JointKind#perRadian} for one that slides, m/s². The last joint of a bare
   * Panda reaches 7e4 and is filtered well.
   */
  public static final double FASTEST = 3e5;

  private RobotWarnings() {}

  /**
   * Joints with limits that no joint has ({@link PlausibleLimits}), links with sizes and masses
   * that no robot has, and joints whose effort limit would accelerate their load implausibly fast.
   * Such a joint changes its speed faster than the filter can react within one period.
   *
   * @return one sentence for each of them
   */
  public static List<String> of(RobotModel robot) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < robot.dof(); i++) {
      Joint joint = robot.joints().get(i);
      String units = PlausibleLimits.warning(joint);
      if (!units.isEmpty()) {
        all.add(units);
      }
      all.addAll(PlausibleSizes.warnings(joint, robot.links().get(i)));
      boolean last = robot.joints().stream().noneMatch(j -> j.parent().equals(joint.child()));
      Link link = robot.links().get(i);
      double carried = joint.slides() ? link.mass() : about(link, joint.axis());
      double acceleration = joint.limits().effort() / (joint.rotorInertia() + carried);
      if (last && acceleration > FASTEST * joint.kind().perRadian()) {
        all.add(
            String.format(
                java.util.Locale.ROOT,
                "joint %s: %s %s accelerate its link at %.0f %s: is its rotor_inertia missing, or"
                    + " its effort too high?",
                joint.name(),
                joint.limits().effort(),
                joint.kind().effort(),
                acceleration,
                joint.kind().acceleration()));
      }
    }
    return all;
  }

  /** Inertia of a link about an axis through the origin of its frame, kg·m². */
  private static double about(Link link, double[] a) {
    Inertia i = link.inertia();
    double[] c = link.com();
    double along = a[0] * c[0] + a[1] * c[1] + a[2] * c[2];
    double square = c[0] * c[0] + c[1] * c[1] + c[2] * c[2] - along * along;
    return link.mass() * square
        + a[0] * a[0] * i.xx()
        + a[1] * a[1] * i.yy()
        + a[2] * a[2] * i.zz()
        + 2 * (a[0] * a[1] * i.xy() + a[0] * a[2] * i.xz() + a[1] * a[2] * i.yz());
  }
}
