package org.reins.filter;

import java.util.Arrays;
import org.reins.filter.constraint.Load;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.Joint;
import org.reins.robot.model.RobotModel;

/**
 * The load on the joints in addition to the commands and the model: a push, friction, an undeclared
 * tool. A {@link DisturbanceObserver} estimates it in each cycle with a valid measurement, from the
 * commands that may have acted; without one it fades. On a robot that takes no torques it is only
 * reported and not used.
 *
 * <p>Torques in N·m. Allocates nothing after construction; not thread-safe.
 */
final class UnknownLoad {
  // Uncertainty of the time when a command began to act, periods.
  private static final int UNSURE = 3;
  // Load that counts as a push and not as a remainder, share of a torque limit.
  private static final double PUSHED = 0.05;
  // Speed below which a joint rests, rad/s.
  private static final double RESTING = 0.02;
  // Change of a command that must move a joint: factor on its friction, share of its torque limit.
  private static final double FRICTION = 1.5;
  private static final double MUST_MOVE = 0.02;
  // How fast the load of an arm that is held is forgotten, s.
  private static final double FORGETTING = 0.02;

  private final int n;
  private final double[] limit;
  private final double[] slow;
  private final double[] moving;
  private final double[] restedUnder;
  private final RigidBodyDynamics dynamics;
  private final double[] bias;
  private final DisturbanceObserver observer;
  private final double[] push;
  private final double[] drag;
  private final double[] resistance;
  private final double[] error;
  private final double[] total;
  private final double[] least;
  private final double[] most;
  private boolean known;
  private boolean measuredBefore;
  private double share;
  private boolean rests;
  private double believed = 1;

  /**
   * Creates an estimator.
   *
   * @param dynamics at the state of the cycle; read by {@link #update}
   * @param bias torque that balances the robot without a load, N·m; read by {@link #update}
   */
  UnknownLoad(RobotModel robot, RigidBodyDynamics dynamics, double[] bias) {
    n = robot.dof();
    this.dynamics = dynamics;
    this.bias = bias;
    limit = robot.joints().stream().mapToDouble(j -> j.limits().effort()).toArray();
    slow = new double[n];
    moving = new double[n];
    restedUnder = new double[n];
    for (int i = 0; i < n; i++) {
      Joint joint = robot.joints().get(i);
      slow[i] = joint.kind().perRadian() * RESTING;
      moving[i] = FRICTION * joint.friction() + MUST_MOVE * limit[i];
    }
    observer = new DisturbanceObserver(robot);
    push = new double[n];
    drag = new double[n];
    resistance = new double[n];
    error = new double[n];
    total = new double[n];
    least = new double[n];
    most = new double[n];
  }

  /** Starts over with no load. */
  void reset(double[] qd) {
    observer.reset(qd);
    Arrays.fill(push, 0);
    Arrays.fill(drag, 0);
    Arrays.fill(resistance, 0);
    Arrays.fill(error, 0);
    Arrays.fill(total, 0);
    known = false;
    measuredBefore = false;
    share = 0;
    rests = false;
    believed = 1;
  }

  /**
   * Updates the estimate.
   *
   * @param in the measurement and how old it is
   * @param effort assumed meaning of its effort
   * @param sent holds the recent commands
   * @param measured whether every joint's measurement is accepted
   * @param stopped whether the filter is latched in STOP
   * @return the largest unexplained torque, as a share of its joint's limit
   */
  double update(
      FilterInput in,
      EffortMeaning effort,
      MotionEstimate sent,
      boolean measured,
      boolean stopped,
      double dt) {
    if (measured && measuredBefore) {
      acting(in, effort, sent, dt);
      share = observer.observe(in.qd, least, most, dynamics.massMatrix(), bias, dt);
    } else {
      if (in.stateFresh) {
        observer.skip(in.qd);
      }
      if (stopped && in.stateFresh && !measured) {
        // Derived from a measurement that turned out to be implausible.
        observer.forget();
      }
      observer.fade(dt);
    }
    measuredBefore = measured;
    believed =
        isHeld(in.qd, sent.command(0), measured)
            ? (1 - Math.min(1, dt / FORGETTING)) * believed
            : 1;
    known = false;
    for (int i = 0; i < n; i++) {
      // The effect of the robot's own controller is not a load; it is still worth reporting.
      push[i] = in.torqueActs ? believed * observer.load()[i] : 0;
      drag[i] = in.torqueActs ? observer.drag()[i] : 0;
      resistance[i] = in.torqueActs ? observer.resistance()[i] : 0;
      error[i] = in.torqueActs ? believed * observer.error()[i] : 0;
      total[i] = push[i] + drag[i];
      known |= total[i] != 0;
    }
    return share;
  }

  /**
   * Whether something holds the arm, such as its own brakes: it rests although a command has
   * changed by more than the joint's friction. The torque of brakes cancels each command. Commands
   * that compensate it grow without end, and move the arm when the brakes open.
   */
  private boolean isHeld(double[] qd, double[] command, boolean measured) {
    boolean rested = rests;
    rests = measured;
    for (int i = 0; i < n; i++) {
      rests &= Math.abs(qd[i]) < slow[i];
    }
    if (!rests || !rested) {
      System.arraycopy(command, 0, restedUnder, 0, n);
      return false;
    }
    boolean held = believed < 1;
    for (int i = 0; i < n; i++) {
      held |= Math.abs(command[i] - restedUnder[i]) > moving[i];
    }
    return held;
  }

  /** The torques that may have acted until the measurement: several periods of commands. */
  private void acting(FilterInput in, EffortMeaning effort, MotionEstimate sent, double dt) {
    int newest = (int) Math.round(in.boundedAge() / dt);
    double[] first = effort == EffortMeaning.ECHO ? in.acceptedEffort : sent.command(newest);
    System.arraycopy(first, 0, least, 0, n);
    System.arraycopy(first, 0, most, 0, n);
    for (int k = newest; k <= newest + UNSURE; k++) {
      double[] command = sent.command(k);
      for (int i = 0; i < n; i++) {
        least[i] = Math.min(least[i], command[i]);
        most[i] = Math.max(most[i], command[i]);
      }
    }
  }

  /** How long more than a share of a torque limit has been unexplained without interruption, s. */
  double lasting(double worst, double most, double dt) {
    return observer.lasting(worst, most, dt);
  }

  /** Whether {@link #total} is nonzero. */
  boolean isKnown() {
    return known;
  }

  /** Whether a push is strong enough for the rows to include it. */
  boolean isPushed() {
    boolean pushed = false;
    for (int i = 0; i < n; i++) {
      pushed |= Math.abs(push[i]) > PUSHED * limit[i];
    }
    return pushed;
  }

  /** The push alone, N·m; owned by this object, overwritten by {@link #update}. */
  double[] push() {
    return push;
  }

  /** Push and drag together, N·m; owned by this object, overwritten by {@link #update}. */
  double[] total() {
    return total;
  }

  /** For constraint rows; its arrays are overwritten by {@link #update}. */
  Load forRows() {
    return new Load(push, drag, resistance, error);
  }
}
