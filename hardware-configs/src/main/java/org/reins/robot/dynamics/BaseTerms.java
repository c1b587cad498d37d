package org.reins.robot.dynamics;

import java.util.Arrays;
import org.reins.robot.model.Inertia;
import org.reins.robot.model.Link;

/**
 * The data that the recursions over the tree, {@link ForwardKinematics}, {@link CompositeInertia}
 * and {@link NewtonEuler}, exchange with a moving base, in base axes about the base's origin: the
 * base's motion and gravity go in, sums over all bodies come out.
 */
final class BaseTerms {
  final double[] angular = new double[3];
  final double[] linear = new double[3];
  final double[] gravity = new double[3];

  double mass;
  final double[] firstMoment = new double[3];
  // xx xy xz yy yz zz
  final double[] tensor = new double[6];
  final double[] torque = new double[3];
  final double[] force = new double[3];
  // Column i of the coupling between base and joints: torque (3) and force (3) on the base for q̈ᵢ.
  final double[] columns;

  private final double bodyMass;
  private final double[] bodyMoment;
  private final double[] bodyTensor;

  BaseTerms(Link body, int joints) {
    columns = new double[6 * joints];
    bodyMass = body.mass();
    double[] c = body.com();
    bodyMoment = new double[] {bodyMass * c[0], bodyMass * c[1], bodyMass * c[2]};
    Inertia j = body.inertia();
    bodyTensor =
        new double[] {
          j.xx() + bodyMass * (c[1] * c[1] + c[2] * c[2]),
          j.xy() - bodyMass * c[0] * c[1],
          j.xz() - bodyMass * c[0] * c[2],
          j.yy() + bodyMass * (c[0] * c[0] + c[2] * c[2]),
          j.yz() - bodyMass * c[1] * c[2],
          j.zz() + bodyMass * (c[0] * c[0] + c[1] * c[1])
        };
  }

  void column(int i, double ax, double ay, double az, double lx, double ly, double lz) {
    int o = 6 * i;
    columns[o] = ax;
    columns[o + 1] = ay;
    columns[o + 2] = az;
    columns[o + 3] = lx;
    columns[o + 4] = ly;
    columns[o + 5] = lz;
  }

  /** Starts the sums with the base body itself: its inertia and v ×* I v. */
  void begin() {
    mass = bodyMass;
    System.arraycopy(bodyMoment, 0, firstMoment, 0, 3);
    System.arraycopy(bodyTensor, 0, tensor, 0, 6);
    Arrays.fill(torque, 0);
    Arrays.fill(force, 0);
    double wx = angular[0];
    double wy = angular[1];
    double wz = angular[2];
    double vx = linear[0];
    double vy = linear[1];
    double vz = linear[2];
    double fx = firstMoment[0];
    double fy = firstMoment[1];
    double fz = firstMoment[2];
    double hax = tensor[0] * wx + tensor[1] * wy + tensor[2] * wz + fy * vz - fz * vy;
    double hay = tensor[1] * wx + tensor[3] * wy + tensor[4] * wz + fz * vx - fx * vz;
    double haz = tensor[2] * wx + tensor[4] * wy + tensor[5] * wz + fx * vy - fy * vx;
    double hlx = mass * vx + wy * fz - wz * fy;
    double hly = mass * vy + wz * fx - wx * fz;
    double hlz = mass * vz + wx * fy - wy * fx;
    torque[0] = wy * haz - wz * hay + vy * hlz - vz * hly;
    torque[1] = wz * hax - wx * haz + vz * hlx - vx * hlz;
    torque[2] = wx * hay - wy * hax + vx * hly - vy * hlx;
    force[0] = wy * hlz - wz * hly;
    force[1] = wz * hlx - wx * hlz;
    force[2] = wx * hly - wy * hlx;
  }
}
