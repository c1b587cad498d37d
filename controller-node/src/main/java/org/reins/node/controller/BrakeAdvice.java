package org.reins.node.controller;

import org.reins.node.process.SharedRecord;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * How an arm under torque control is braked from its last state by a controller that has no
 * dynamics: with the torques that hold it against gravity, and a damping per joint
 *
 * <pre>
 *   dᵢ = kᵢ Mᵢᵢ(q),   kᵢ = min(1 / τ, 0.8 Aᵢ / |q̇ᵢ|)
 * </pre>
 *
 * <p>so that a joint decelerates within its limit A as far as the other joints do not push it.
 * Written after each command, so that it is there when the filter is gone. Allocates nothing.
 */
final class BrakeAdvice {
  // τ, s.
  private static final double TIME_CONSTANT = 0.05;
  private static final double BRAKING = 0.8;

  private final RigidBodyDynamics dynamics;
  private final boolean compensated;
  private final double[] acceleration;
  private final long[] words;
  private final int n;

  BrakeAdvice(RobotModel robot) {
    dynamics = new RigidBodyDynamics(robot);
    compensated = robot.control().gravityCompensated();
    n = robot.dof();
    acceleration = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      acceleration[i] = BRAKING * l.acceleration();
    }
    words = new long[ControllerPage.brakeWords(n)];
  }

  /** Writes it for a state; a state that is not finite leaves the last one. */
  void write(SharedRecord to, long cycle, double[] q, double[] qd) {
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(q[i]) || !Double.isFinite(qd[i])) {
        return;
      }
    }
    dynamics.update(q, qd);
    words[0] = cycle;
    for (int i = 0; i < n; i++) {
      double hold = compensated ? 0 : dynamics.gravity()[i];
      double k = Math.min(1 / TIME_CONSTANT, acceleration[i] / Math.max(1e-9, Math.abs(qd[i])));
      words[ControllerPage.BRAKE_HEAD + i] = Double.doubleToRawLongBits(hold);
      words[ControllerPage.BRAKE_HEAD + n + i] =
          Double.doubleToRawLongBits(k * dynamics.massMatrix()[i * n + i]);
    }
    to.write(words);
  }
}
