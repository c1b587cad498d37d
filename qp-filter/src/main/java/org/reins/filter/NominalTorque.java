package org.reins.filter;

import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;

/**
 * The torque that a policy's action represents: joint impedance about its target, with the
 * requested stiffness limited by the envelope, within the torque limits. Allocates nothing after
 * construction; not thread-safe.
 */
final class NominalTorque {
  // At most what the effort limit can hold over a tenth of a radian, or 2 cm, whatever is
  // requested.
  private static final double STIFFEST = 10;

  private final JointImpedance impedance;
  private final double[] limit;
  private final double[] stiffness;
  private final double[] stiffest;

  /**
   * Prepares.
   *
   * @param limit torque limits, N·m; kept
   */
  NominalTorque(RobotModel robot, FilterSettings settings, double[] limit) {
    impedance = new JointImpedance(settings.dampingRatio(), robot);
    this.limit = limit;
    stiffness = new double[limit.length];
    stiffest = robot.perRadian();
    for (int i = 0; i < stiffest.length; i++) {
      stiffest[i] = STIFFEST * limit[i] / stiffest[i];
    }
  }

  /**
   * Whether an action is valid: finite, its target within a plausible range, and no stiffness
   * negative. A joint with a negative stiffness would run away from its target.
   */
  boolean isAction(FilterInput in) {
    boolean sound = SafetyFilter.isFinite(in.stiffness);
    for (int i = 0; i < limit.length; i++) {
      sound &= in.stiffness[i] >= 0 && Math.abs(in.target[i]) <= FilterInput.FARTHEST_TARGET;
    }
    return sound;
  }

  /**
   * Computes the torque.
   *
   * @param q rad or m, not modified
   * @param qd rad/s or m/s, not modified
   * @param scale allowed share of the requested stiffness
   * @param dynamics at q and qd
   * @param bias N·m, not modified
   * @param torque overwritten, N·m
   */
  void compute(
      FilterInput in,
      double[] q,
      double[] qd,
      double scale,
      RigidBodyDynamics dynamics,
      double[] bias,
      double[] torque) {
    for (int i = 0; i < limit.length; i++) {
      stiffness[i] = Math.max(0, Math.min(stiffest[i], in.stiffness[i])) * scale;
    }
    impedance.torque(q, qd, in.target, stiffness, dynamics.massMatrix(), bias, torque);
    for (int i = 0; i < limit.length; i++) {
      torque[i] = Math.max(-limit[i], Math.min(limit[i], torque[i]));
    }
  }
}
