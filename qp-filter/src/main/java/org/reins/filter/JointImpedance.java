package org.reins.filter;

import org.reins.robot.model.RobotModel;

/**
 * Joint impedance: a spring to a target and damping scaled by the joint's inertia, uᵢ = Kᵢ (q*ᵢ −
 * qᵢ) − 2 ζ √(Kᵢ Mᵢᵢ) q̇ᵢ + cᵢ.
 *
 * <p>Position vectors in rad, K in N·m/rad, M in kg·m², u in N·m; for a joint that slides in m,
 * N/m, kg and N. Length n each.
 */
public final class JointImpedance {
  private final double dampingRatio;
  private final boolean[] continuous;

  /**
   * Creates an impedance.
   *
   * @param dampingRatio ζ, 0.1 to 3
   * @throws IllegalArgumentException if ζ is out of range
   */
  public JointImpedance(double dampingRatio) {
    this(dampingRatio, new boolean[0]);
  }

  /**
   * Creates an impedance for a robot: continuous joints take the shortest way to their targets,
   * whether the measurement counts turns or not.
   *
   * @param dampingRatio ζ, 0.1 to 3
   * @throws IllegalArgumentException if ζ is out of range
   */
  public JointImpedance(double dampingRatio, RobotModel robot) {
    this(dampingRatio, new boolean[robot.dof()]);
    for (int i = 0; i < continuous.length; i++) {
      continuous[i] = robot.joints().get(i).limits().isContinuous();
    }
  }

  private JointImpedance(double dampingRatio, boolean[] continuous) {
    if (!(dampingRatio >= 0.1 && dampingRatio <= 3)) {
      throw new IllegalArgumentException(
          "damping ratio is " + dampingRatio + ": allowed is 0.1 to 3");
    }
    this.dampingRatio = dampingRatio;
    this.continuous = continuous;
  }

  /**
   * Computes the torque.
   *
   * @param q positions, not modified
   * @param qd velocities, rad/s, not modified
   * @param target q*, not modified
   * @param stiffness K, not modified
   * @param massMatrix M, n×n row-major, not modified
   * @param bias torque to add, such as Coriolis, not modified
   * @param u torque, overwritten
   */
  public void torque(
      double[] q,
      double[] qd,
      double[] target,
      double[] stiffness,
      double[] massMatrix,
      double[] bias,
      double[] u) {
    int n = q.length;
    for (int i = 0; i < n; i++) {
      double damping = 2 * dampingRatio * Math.sqrt(stiffness[i] * massMatrix[i * n + i]);
      double way = target[i] - q[i];
      if (i < continuous.length && continuous[i]) {
        way = Math.IEEEremainder(way, 2 * Math.PI);
      }
      u[i] = stiffness[i] * way - damping * qd[i] + bias[i];
    }
  }
}
