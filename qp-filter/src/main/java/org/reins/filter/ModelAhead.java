package org.reins.filter;

import java.util.Arrays;
import org.reins.filter.constraint.ArmState;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.RobotModel;

/**
 * The arm's rigid-body model at the state at which the command will act: M q̈ = u + load − bias.
 * The bias is the torque that balances the arm at q̈ = 0, with gravity unless the robot compensates
 * it.
 *
 * <p>Allocates nothing after construction; not thread-safe.
 */
final class ModelAhead {
  private final int n;
  private final boolean weightless;
  private final RigidBodyDynamics dynamics;
  private final ArmState state;
  private final Cholesky cholesky;
  private final double[] bias;
  private final double[] net;

  ModelAhead(RobotModel robot) {
    n = robot.dof();
    weightless = robot.control().gravityCompensated();
    dynamics = new RigidBodyDynamics(robot);
    state = new ArmState(dynamics);
    cholesky = new Cholesky(n);
    bias = new double[n];
    net = new double[n];
  }

  /** The state, for whoever estimates it, and for the constraints. */
  ArmState state() {
    return state;
  }

  /** The dynamics at the state of the last {@link #update}. */
  RigidBodyDynamics dynamics() {
    return dynamics;
  }

  /** The factor of M at the state of the last {@link #update}. */
  Cholesky mass() {
    return cholesky;
  }

  /** The bias at the state of the last {@link #update}, N·m, length n; owned by the model. */
  double[] bias() {
    return bias;
  }

  /** Evaluates the model at its state; false if M is unusable: then the bias is the one before. */
  boolean update() {
    dynamics.update(state.q, state.qd);
    if (!cholesky.factor(dynamics.massMatrix())) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      bias[i] = dynamics.coriolis()[i];
      if (!weightless) {
        bias[i] += dynamics.gravity()[i];
      }
    }
    return true;
  }

  /**
   * Computes the acceleration under a command; 0 if it is not finite.
   *
   * @param command N·m, not modified
   * @param load N·m, not modified
   * @param acceleration overwritten, rad/s² or m/s²
   */
  void accelerate(double[] command, double[] load, double[] acceleration) {
    for (int i = 0; i < n; i++) {
      net[i] = command[i] - bias[i] + load[i];
    }
    cholesky.solve(net, acceleration);
    if (!SafetyFilter.isFinite(acceleration)) {
      Arrays.fill(acceleration, 0);
    }
  }
}
