package org.reins.filter;

import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * The filter's view of the measurements. Accepts the plausible part of each measurement, joint by
 * joint, propagates the other joints from their estimated state, and determines which command the
 * robot holds. Faults are reported to the {@link StopLatch} and in the output. Allocates nothing
 * after construction; not thread-safe.
 */
final class StateIntake {
  private static final double MIN_BETWEEN = 1e-6;
  // Longest plausible time between two measurements, s.
  static final double MAX_DT = 0.02;
  // How long a controller inside the robot may take to show motion, s.
  private static final double CONTROLLER_LAG = 0.5;
  // Friction that may hold a joint which the model moves: factor on the file's, share of the limit.
  private static final double FRICTION = 1.5;
  private static final double FRICTION_OF_LIMIT = 0.02;

  private final int n;
  private final double delay;
  private final int lossBound;
  private final StateCheck check;
  private final TorqueRateWindow window;
  private final EffortWatch effort;
  private final MotionEstimate estimate;
  private final UnknownLoad unknown;
  private final StopLatch latch;
  private final MotionWatch motion;
  private final double[] massInverse;
  private final double[] friction;
  private final double[] expected;
  private int culprit = -1;
  private int contrary = -1;
  private double contraryFor;
  private int unseen;
  private boolean doubted;

  /**
   * Creates an intake.
   *
   * @param window of the torques that may be in force; updated with what is learned about them
   * @param estimate of the state at which a command acts; filled in
   * @param unknown the load on the joints in addition to the commands; read
   * @param latch notified in each cycle
   * @param massInverse n×n, row-major, of the previous cycle; read
   */
  StateIntake(
      RobotModel robot,
      FilterSettings settings,
      TorqueRateWindow window,
      MotionEstimate estimate,
      UnknownLoad unknown,
      StopLatch latch,
      double[] massInverse) {
    n = robot.dof();
    delay = settings.delay();
    lossBound = settings.lostCommands();
    this.window = window;
    this.estimate = estimate;
    this.unknown = unknown;
    this.latch = latch;
    this.massInverse = massInverse;
    check = new StateCheck(robot);
    motion = new MotionWatch(robot);
    friction = new double[n];
    expected = new double[n];
    double[] change = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      change[i] = l.effortRate() / robot.control().rateHz();
      friction[i] = FRICTION * robot.joints().get(i).friction() + FRICTION_OF_LIMIT * l.effort();
    }
    effort = new EffortWatch(window, estimate, change, lossBound);
  }

  /**
   * Starts over.
   *
   * @return whether every value is plausible; if one is not, nothing changes
   */
  boolean reset(FilterInput in) {
    if (!check.reset(in.q, in.qd)) {
      return false;
    }
    culprit = -1;
    contrary = -1;
    contraryFor = 0;
    unseen = 0;
    doubted = false;
    motion.reset();
    return true;
  }

  /** Forgets the determined meaning of effort. */
  void forgetEffort() {
    effort.reset();
  }

  /** The assumed meaning of effort. */
  EffortMeaning effort() {
    return effort.found();
  }

  /** The joint whose measurement was refused last; −1 if none was refused since the last reset. */
  int culprit() {
    return culprit;
  }

  /**
   * The joint that moved against the brake; −1 if none did since the last reset. From then on the
   * brake relies on no measurement.
   */
  int contrary() {
    return contrary;
  }

  /** How long the brake has not been trusted, s; 0 if it is. */
  double contraryFor() {
    return contraryFor;
  }

  /** Number of cycles in a row in which nothing showed how at least one of the joints moves. */
  int unseen() {
    return unseen;
  }

  /**
   * Takes the input of a cycle.
   *
   * @param output its reason, culprit and effort are overwritten if they change
   * @return whether all joints are measured
   */
  boolean read(FilterInput in, double dt, FilterOutput output) {
    boolean good = false;
    contraryFor += contrary < 0 ? 0 : dt;
    if (in.stateFresh) {
      good = judge(in, dt, output);
      good &= isObeyed(in, dt, output);
      if (in.torqueActs) {
        effort.take(in.effortMeaning, in.acceptedEffort, SafetyFilter.isFinite(in.acceptedEffort));
      } else {
        // The torque is the filter's own figure: it is never lost.
        window.stateCame();
        window.overtaken(0);
      }
      output.effort = effort.found();
    } else {
      output.reason = in.staleReason;
      check.missed(dt);
      if (latch.mustBrake() && (latch.isStopped() || !in.silentWhenBlind)) {
        // Without a state, nothing shows that the robot moved on; each cycle counts as one of its
        // periods, because a window over all commands that might have been lost would keep the
        // torque constant. As many in a row may be lost as before: a host that delays one process
        // delays others, too.
        window.stateCame();
        window.overtaken(lossBound);
      }
    }
    if (good) {
      latch.stateGood();
    } else {
      latch.stateMissed();
    }
    estimate(in, dt);
    return good;
  }

  private void estimate(FilterInput in, double dt) {
    double ahead = delay + in.boundedAge();
    boolean seen = in.stateFresh;
    for (int i = 0; i < n; i++) {
      if (contrary >= 0) {
        // The torque fades to the one that balances gravity.
        estimate.rest(i, in.stateFresh && check.positionMoves(i) ? in.q[i] : Double.NaN);
      } else if (!in.stateFresh) {
        estimate.unmeasured(i, dt);
      } else if (check.isGood(i) && !isUnsaid(i, in)) {
        double position = in.told ? in.toldQ[i] : in.q[i];
        double velocity = in.told ? in.toldQd[i] : in.qd[i];
        estimate.measured(i, position, velocity, ahead, dt);
      } else if (latch.isStopped() && check.positionMoves(i)) {
        // If a velocity is implausible for long, the positions give it more slowly.
        doubted = true;
        estimate.speed(i, in.q[i], check.derivative(i));
      } else {
        estimate.unmeasured(i, dt);
        seen = false;
      }
    }
    unseen = seen ? 0 : unseen + 1;
  }

  /**
   * Whether a joint moves although its velocity reads 0, too slowly to be refused: after another
   * velocity was refused in STOP. A brake that takes the 0 for the truth lets the joint slide on.
   */
  private boolean isUnsaid(int i, FilterInput in) {
    return doubted && !in.told && in.qd[i] == 0 && check.positionMoves(i);
  }

  /**
   * Whether the joints do what the commands demand. If one does the opposite, its measurement may
   * not be that of the joint which is commanded: a robot that is driven stops, and one that is
   * stopped is no longer braked by it.
   */
  private boolean isObeyed(FilterInput in, double dt, FilterOutput output) {
    if (!in.torqueActs || contrary >= 0) {
      return contrary < 0;
    }
    boolean stopped = latch.isStopped();
    for (int i = 0; i < n; i++) {
      if (check.isGood(i)) {
        motion.take(i, in.qd[i], expected[i], dt);
      } else if (stopped && check.positionMoves(i)) {
        motion.take(i, check.derivative(i), expected[i], dt);
      } else {
        motion.skip(i);
      }
    }
    int joint = motion.contrary(stopped ? MotionWatch.STOPPED : MotionWatch.DRIVING);
    if (stopped && in.silentWhenBlind && joint < 0) {
      // Its own brakes stop it after a push, too: it need not be told from a wrong measurement.
      joint = motion.faster(MotionWatch.STOPPED);
    }
    if (joint < 0) {
      return true;
    }
    culprit = joint;
    output.culprit = joint;
    if (stopped) {
      contrary = joint;
    } else {
      // A strong push looks the same at first: the brake is tried.
      latch.stop(FilterReason.STATE_IMPLAUSIBLE);
      motion.reset();
    }
    return false;
  }

  /** Whether the whole measurement is plausible; otherwise the reason is in the output. */
  private boolean judge(FilterInput in, double dt, FilterOutput output) {
    for (int i = 0; i < n; i++) {
      double held = massInverse[i * n + i] * friction[i];
      // Without the load: values that do not change look like something that holds the joint.
      double a = output.acceleration[i];
      for (int j = 0; j < n && unknown.isKnown(); j++) {
        a -= massInverse[i * n + j] * unknown.total()[j];
      }
      expected[i] = Math.signum(a) * Math.max(0, Math.abs(a) - held);
    }
    // Use the stamps: a sender that was delayed and catches up is right in the sum.
    double between = in.dt > MIN_BETWEEN && in.dt <= MAX_DT ? in.dt : dt;
    if (check.take(in.q, in.qd, expected, in.torqueActs ? 0 : CONTROLLER_LAG, between, dt)) {
      return true;
    }
    output.reason = check.reason();
    output.culprit = check.culprit();
    culprit = check.culprit();
    latch.stateInvalid(check.reason());
    return false;
  }
}
