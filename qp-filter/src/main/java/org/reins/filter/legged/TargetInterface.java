package org.reins.filter.legged;

import java.util.List;
import org.reins.filter.observation.PolicyState;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyWriter;
import org.reins.robot.state.RobotState;

/**
 * What a node tells a policy that commands joint targets, {@code walk/2}, for n joints in the
 * robot's order: positions (n), velocities (n), orientation w x y z (4), angular velocity (3),
 * odometry's velocity (3) and height (1), twist (3), and a number that identifies the description
 * of the policy (1): the policy's process answers only those who have the same one. The action is n
 * joint targets. SI units, base axes.
 */
public final class TargetInterface {
  private static final int BODY = 4 + 3 + 3 + 1 + 3 + 1;

  private TargetInterface() {}

  /** Numbers of an observation. */
  public static int observationSize(int joints) {
    return 2 * joints + BODY;
  }

  /**
   * Writes an observation.
   *
   * @param out overwritten
   */
  static void write(
      RobotState seen, LegOdometry odometry, double[] twist, float identity, float[] out) {
    int at = put(seen.q, out, 0);
    at = put(seen.qd, out, at);
    double[] q = seen.base.quaternion;
    double length = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    for (int k = 0; k < q.length; k++) {
      out[at++] = (float) (q[k] / length);
    }
    at = put(seen.base.angular, out, at);
    at = put(odometry.velocity(), out, at);
    out[at++] = (float) odometry.height();
    out[put(twist, out, at)] = identity;
  }

  /** The number that identifies a description; its network's place does not count. */
  static float identity(PolicyDescription policy) {
    // A float holds integers of 24 bits exactly.
    return PolicyWriter.write(policy.withNetwork(""), List.of()).hashCode() >>> 8;
  }

  /** The identity in an observation. */
  static float identity(float[] in) {
    return in[in.length - 1];
  }

  private static int put(double[] from, float[] out, int at) {
    for (int i = 0; i < from.length; i++) {
      out[at + i] = (float) from[i];
    }
    return at + from.length;
  }

  /**
   * Reads an observation.
   *
   * @param in not modified
   * @param state overwritten
   */
  static void read(float[] in, PolicyState state) {
    int at = take(in, 0, state.q);
    at = take(in, at, state.qd);
    at = take(in, at, state.quaternion);
    at = take(in, at, state.angular);
    at = take(in, at, state.linear);
    state.height = in[at++];
    take(in, at, state.twist);
  }

  private static int take(float[] in, int at, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = in[at + i];
    }
    return at + out.length;
  }
}
