package org.reins.robot.urdf;

import org.reins.robot.math.Rotations;
import org.w3c.dom.Element;

/**
 * The pose of one frame in another.
 *
 * @param xyz origin, m, length 3; not to be modified
 * @param rotation row-major 3×3; not to be modified
 */
public record Pose(double[] xyz, double[] rotation) {
  static final Pose NONE = new Pose(new double[3], new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});

  /** The pose of a URDF's {@code <origin>}; the identity for null. */
  static Pose of(Element origin) {
    if (origin == null) {
      return NONE;
    }
    return new Pose(Xml.triple(origin, "xyz"), Rotations.fromRpy(Xml.triple(origin, "rpy")));
  }

  /** Transforms a pose in this frame to the parent frame of this pose. */
  Pose then(Pose inner) {
    double[] p = new double[3];
    double[] r = new double[9];
    for (int i = 0; i < 3; i++) {
      p[i] = xyz[i];
      for (int k = 0; k < 3; k++) {
        p[i] += rotation[3 * i + k] * inner.xyz[k];
        for (int j = 0; j < 3; j++) {
          r[3 * i + j] += rotation[3 * i + k] * inner.rotation[3 * k + j];
        }
      }
    }
    return new Pose(p, r);
  }

  /** Displaced along a unit vector of its own axes, by a distance in m. */
  Pose moved(double[] axis, double distance) {
    double[] along = {distance * axis[0], distance * axis[1], distance * axis[2]};
    return then(new Pose(along, NONE.rotation));
  }

  /** Turned about a unit vector of its own axes, by an angle in rad (Rodrigues). */
  Pose turnedAbout(double[] axis, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double x = axis[0];
    double y = axis[1];
    double z = axis[2];
    double[] turn = {
      c + x * x * (1 - c),
      x * y * (1 - c) - z * s,
      x * z * (1 - c) + y * s,
      y * x * (1 - c) + z * s,
      c + y * y * (1 - c),
      y * z * (1 - c) - x * s,
      z * x * (1 - c) - y * s,
      z * y * (1 - c) + x * s,
      c + z * z * (1 - c)
    };
    return then(new Pose(new double[3], turn));
  }

  /** Fixed-axis roll, pitch and yaw, rad. */
  double[] rpy() {
    double sp = -rotation[6];
    if (Math.abs(sp) < 1 - 1e-12) {
      return new double[] {
        Math.atan2(rotation[7], rotation[8]), Math.asin(sp), Math.atan2(rotation[3], rotation[0])
      };
    }
    // Pitch is ±90°: roll and yaw rotate about the same axis, and yaw may be set to 0.
    return new double[] {Math.atan2(-rotation[5], rotation[4]), Math.copySign(Math.PI / 2, sp), 0};
  }

  /** R I Rᵀ for a symmetric tensor, as xx, xy, xz, yy, yz, zz. */
  double[] turned(double xx, double xy, double xz, double yy, double yz, double zz) {
    double[] t = {xx, xy, xz, xy, yy, yz, xz, yz, zz};
    double[] r = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          for (int l = 0; l < 3; l++) {
            r[3 * i + j] += rotation[3 * i + k] * t[3 * k + l] * rotation[3 * j + l];
          }
        }
      }
    }
    return new double[] {r[0], r[1], r[2], r[4], r[5], r[8]};
  }
}
