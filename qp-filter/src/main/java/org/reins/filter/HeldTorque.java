package org.reins.filter;

import java.util.Arrays;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;

/**
 * The torque that an arm holds before the filter's first command: the one that keeps it at rest, or
 * the effort that it reports, if that is an echo of an earlier command. Allocates nothing after
 * construction; not thread-safe.
 */
final class HeldTorque {
  // An effort this close to the torque that holds the robot still may be an echo of an earlier
  // command: share of the largest change in a period.
  private static final double NEARBY = 0.9;
  // Error of the computed weight, from noise of the measured pose: share of the largest change.
  private static final double WEIGHT_ERROR = 0.1;

  private final boolean weightless;
  private final RigidBodyDynamics dynamics;
  private final double[] limit;
  private final double[] change;
  private final double[] said;

  /**
   * Prepares.
   *
   * @param dynamics evaluated at another state by {@link #start}
   * @param limit torque limits, N·m; kept
   * @param change largest change of each joint's torque in a period, N·m; kept
   */
  HeldTorque(RobotModel robot, RigidBodyDynamics dynamics, double[] limit, double[] change) {
    weightless = robot.control().gravityCompensated();
    this.dynamics = dynamics;
    this.limit = limit;
    this.change = change;
    said = new double[limit.length];
  }

  /**
   * Starts a window with the torques that the robot may hold.
   *
   * @param in a fresh, finite state
   * @param held overwritten with the likeliest of them, N·m
   */
  void start(FilterInput in, TorqueRateWindow window, double[] held) {
    Arrays.fill(held, 0);
    if (!weightless) {
      dynamics.update(in.q, in.qd);
      System.arraycopy(dynamics.gravity(), 0, held, 0, held.length);
    }
    boolean reported = in.torqueActs && SafetyFilter.isFinite(in.acceptedEffort);
    boolean nearby = reported;
    for (int i = 0; i < held.length && reported; i++) {
      said[i] = Math.max(-limit[i], Math.min(limit[i], in.acceptedEffort[i]));
      nearby &= Math.abs(said[i] - held[i]) <= NEARBY * change[i];
    }
    boolean echoed = reported && in.effortMeaning == EffortMeaning.ECHO;
    if (echoed) {
      System.arraycopy(said, 0, held, 0, held.length);
    }
    double[] other = nearby && in.effortMeaning == EffortMeaning.AUTO ? said : held;
    window.reset(held, other, weightless || echoed ? 0 : WEIGHT_ERROR);
  }
}
