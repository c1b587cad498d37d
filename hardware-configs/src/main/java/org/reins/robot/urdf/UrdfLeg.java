package org.reins.robot.urdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.w3c.dom.Element;

/** A leg of a robot in a URDF, from its body to its foot. */
final class UrdfLeg {
  private static final double USUAL_RADIUS = 0.02;
  private static final double KNEE = 1.2;

  private final List<UrdfTree.Moving> joints;
  private final double[] foot;
  private final double ball;

  /**
   * Finds the foot: a link that is fixed to the last link and whose name says foot; otherwise the
   * fixed link farthest from the joint; otherwise a sphere of the last link itself.
   *
   * @param joints joints from the body outwards
   * @param end the last link and the links fixed to it, each with its pose in the last link
   */
  UrdfLeg(List<UrdfTree.Moving> joints, Map<Element, Pose> end) {
    this.joints = List.copyOf(joints);
    Element best = null;
    double[] at = null;
    double most = 0;
    for (Map.Entry<Element, Pose> e : end.entrySet()) {
      double[] p = e.getValue().xyz();
      String name = e.getKey().getAttribute("name").toLowerCase(Locale.ROOT);
      boolean named = name.contains("foot") || name.contains("toe");
      double far = Math.hypot(Math.hypot(p[0], p[1]), p[2]) + (named ? 1e3 : 0);
      if (far > most && !name.equals(this.end().toLowerCase(Locale.ROOT))) {
        best = e.getKey();
        at = p;
        most = far;
      }
    }
    double found = best == null ? 0 : ball(best, new double[3]);
    if (best == null) {
      Element own = end.keySet().iterator().next();
      double[] centre = new double[3];
      found = ball(own, centre);
      at = found > 0 ? centre : null;
    }
    foot = at;
    ball = found;
  }

  /** Radius of a link's collision sphere, 0 for none. Writes the centre of the sphere. */
  private static double ball(Element link, double[] centre) {
    for (Element collision : Xml.children(link, "collision")) {
      Element geometry = Xml.child(collision, "geometry");
      Element sphere = geometry == null ? null : Xml.child(geometry, "sphere");
      if (sphere != null) {
        double[] p = Pose.of(Xml.child(collision, "origin")).xyz();
        System.arraycopy(p, 0, centre, 0, 3);
        return Xml.number(sphere, "radius", 0);
      }
    }
    return 0;
  }

  /** Joints from the body outwards. */
  List<UrdfTree.Moving> joints() {
    return joints;
  }

  /** The last link. */
  String end() {
    return joints.get(joints.size() - 1).child();
  }

  /** Centre of the foot in the last link's frame, m; null if there is no foot. */
  double[] foot() {
    return foot;
  }

  /** Whether the URDF contains the foot's radius. */
  boolean hasBall() {
    return ball > 0;
  }

  /** The foot's radius, m. */
  double radius() {
    return hasBall() ? ball : USUAL_RADIUS;
  }

  /** Where the first joint is on the body, m; not to be modified. */
  double[] hip() {
    return joints.get(0).origin().xyz();
  }

  /**
   * A standing posture, rad. The knee is bent, and the thigh is rotated half as far the other way.
   * If both parts have the same length, the foot is under the hip. All other joints are as near to
   * zero as their limits allow.
   */
  List<Double> posture() {
    List<Double> q =
        new ArrayList<>(joints.stream().map(t -> Limits.of(t.joint()).middle()).toList());
    if (q.size() == 3) {
      UrdfTree.Moving knee = joints.get(2);
      double bent = q.get(2);
      if (bent == 0) {
        boolean back = -Limits.of(knee.joint()).lower() >= Limits.of(knee.joint()).upper();
        bent =
            back
                ? Math.max(-KNEE, 0.6 * Limits.of(knee.joint()).lower())
                : Math.min(KNEE, 0.6 * Limits.of(knee.joint()).upper());
      }
      UrdfTree.Moving thigh = joints.get(1);
      q.set(2, bent);
      q.set(
          1,
          Math.max(
              Limits.of(thigh.joint()).lower(),
              Math.min(Limits.of(thigh.joint()).upper(), -bent / 2)));
    }
    return q;
  }
}
