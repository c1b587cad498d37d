package org.reins.node.walk;

import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.filter.Supervisor;
import org.reins.filter.SupervisorEvent;
import org.reins.filter.SupervisorGuard;
import org.reins.filter.legged.JointGains;
import org.reins.filter.legged.LegCommandLimiter;
import org.reins.filter.legged.LegStateCheck;
import org.reins.filter.legged.WalkGuard;
import org.reins.filter.legged.WalkPlan;
import org.reins.filter.legged.WalkState;
import org.reins.filter.legged.WalkTiming;
import org.reins.node.output.MotorTargets;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * One cycle of a walking robot, from an unchecked measurement to a command that may be sent,
 * without clocks, threads and topics:
 *
 * <pre>
 *   step.take(measured, arrival, dt);     // believed, or there is none
 *   step.ask(twist, envelope, alpha);
 *   step.run(hold, question);
 *   … step.targets, step.torque
 * </pre>
 *
 * <p>A measurement that is implausible counts as missing: the robot stands on its motors' own
 * loops. If joint measurements stay implausible, nothing reliable remains to stand on: that latches
 * a stop. In a stop the motors damp, and no torque drives a joint. Nothing allocates after
 * construction; not thread-safe.
 */
public final class WalkStep {
  // Duration of consecutive implausible measurements after which the robot is stopped, s.
  private static final double LASTING = 0.05;
  // Torques that answer an older measurement are worse than the motors' own loops, s.
  private static final double SILENCE = 0.05;
  // A stopped robot may resume only if its tilt is below this, rad.
  private static final double UPRIGHT_HALF_SINE = Math.sin(0.35 / 2);
  private static final double UPRIGHT_HEIGHT = 0.6;
  // Share of a motor's torque that its loop may use without a measurement.
  private static final double BLIND_PULL = 0.8;
  // With fewer feet on the ground the height is not known.
  private static final int FEET_DOWN = 3;

  /** The motor targets; overwritten by {@link #run}. */
  public final MotorTargets targets;

  /** The torques that the targets give at the measured state, N·m; overwritten by {@link #run}. */
  public final double[] torque;

  /** The torques without the filter, N·m; overwritten by {@link #run}. */
  final double[] nominal;

  /** The last accepted measurement. */
  final RobotState seen;

  /** The policy's last action, filled in by the caller. */
  public final float[] action;

  /** The policy's observation; filled in when the policy is queried. */
  final float[] observation;

  final WalkGuard guard;
  final WalkPlan plan;
  private final boolean filtering;
  private final boolean ownLoops;
  private final TwistLimits limits;
  private final JointGains gains;
  private final LegStateCheck check;
  private final LegCommandLimiter last;
  private final HeldTorque held;
  private final Posture posture;
  private final double[] strongest;
  private final double[] lowest;
  private final double[] highest;
  private final double[] granted = new double[3];
  private final double metres;
  private FilterReason state = FilterReason.NONE;
  private final Supervisor supervisor = new Supervisor();
  private boolean fresh;
  private boolean cancelling;
  private boolean torqueChanged;
  private final int lasting;
  private final int silentCycles;
  private int silent;
  private int wrong;

  /**
   * Prepares a robot; call {@link #begin} to start.
   *
   * @param loaded its guard is used only by this object from now on
   * @param filtering false sends the policy's action unfiltered, for comparison only
   * @param ownLoops whether the motors close their own loops
   */
  public WalkStep(LoadedWalk loaded, boolean filtering, boolean ownLoops) {
    this.filtering = filtering;
    this.ownLoops = ownLoops;
    RobotModel robot = loaded.robot();
    guard = loaded.guard();
    limits = loaded.limits();
    plan = loaded.plans().make(filtering);
    gains = plan.gains();
    WalkTiming timing = plan.timing();
    lasting = timing.periods(LASTING);
    silentCycles = timing.periods(SILENCE);
    seen = RobotState.of(robot);
    int n = robot.dof();
    targets = new MotorTargets(n);
    torque = new double[n];
    nominal = new double[n];
    strongest = new double[n];
    lowest = new double[n];
    highest = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      strongest[i] = l.effort();
      lowest[i] = l.lower();
      highest[i] = l.upper();
    }
    observation = new float[plan.observationSize()];
    action = new float[plan.actionSize()];
    plan.clear(action);
    check = new LegStateCheck(robot, timing.period());
    last = new LegCommandLimiter(robot, gains, timing.period());
    held = new HeldTorque(robot, timing.period());
    posture = new Posture(plan.posture());
    metres = WalkState.fallDepth(plan.height());
    System.arraycopy(plan.posture(), 0, targets.q, 0, n);
  }

  /** Starts a walk; only the measurement of this cycle is kept. */
  public void begin() {
    guard.reset();
    plan.reset();
    held.reset();
    check.reset();
    supervisor.reset(true);
    wrong = 0;
    torqueChanged = false;
    plan.clear(action);
  }

  /**
   * Forgets the history of the robot's position: for an operator who lets the robot continue, and
   * who may have moved it by hand.
   */
  void forget() {
    check.reset();
  }

  /** Notes that nothing was sent for long: the next torque has no predecessor. */
  void rested() {
    last.reset();
  }

  /**
   * Takes the input of this cycle.
   *
   * @param measured not modified; read only if a measurement arrived
   * @param arrival NONE if a measurement arrived, else why there is none
   * @param dt time since the last measurement arrived, s
   * @return NONE if it is accepted, else why not
   */
  public FilterReason take(RobotState measured, FilterReason arrival, double dt) {
    state = arrival;
    if (arrival == FilterReason.NONE) {
      state =
          check.take(
              measured.q,
              measured.qd,
              measured.base.quaternion,
              measured.base.angular,
              targets.q,
              dt);
    }
    fresh = state == FilterReason.NONE;
    if (fresh) {
      believe(measured);
      wrong = 0;
    } else if (arrival == FilterReason.NONE && check.culprit() >= 0 && ++wrong >= lasting) {
      stop(state);
    }
    silent = fresh ? 0 : silent + 1;
    return state;
  }

  private void believe(RobotState measured) {
    System.arraycopy(measured.q, 0, seen.q, 0, seen.q.length);
    System.arraycopy(measured.qd, 0, seen.qd, 0, seen.q.length);
    System.arraycopy(measured.base.quaternion, 0, seen.base.quaternion, 0, 4);
    System.arraycopy(measured.base.angular, 0, seen.base.angular, 0, 3);
    System.arraycopy(measured.base.contact, 0, seen.base.contact, 0, seen.base.contact.length);
  }

  /**
   * Sets the commanded twist, limited by the envelope.
   *
   * @param asked commanded twist along x and y, m/s, and about z, rad/s; not modified
   */
  public void ask(double[] asked, Envelope envelope, double alpha) {
    // δ was calibrated with walks. The ladder's margin is meant for distances and does not apply
    // here.
    double more = Math.max(0, envelope.margin() - EnvelopeLevels.DEFAULT.base().margin());
    guard.tune(alpha, more / metres);
    if (filtering) {
      limits.cut(asked, envelope.speedScale(), granted);
      plan.want(granted[0], granted[1], granted[2]);
    } else {
      plan.want(asked[0], asked[1], asked[2]);
    }
  }

  /** Latches a stop; the first reason is kept. */
  public void stop(FilterReason reason) {
    supervisor.stop(reason);
  }

  /** Whether the robot is stopped until {@link #begin}. */
  public boolean isLatched() {
    return supervisor.isStopped();
  }

  /** Why it is stopped; NONE if it is not. */
  FilterReason latchedBy() {
    return supervisor.reason();
  }

  /** What the last cycle did. */
  FilterAction action() {
    return supervisor.mode().action();
  }

  /** What was wrong with the input of this cycle; NONE if nothing was. */
  FilterReason state() {
    return state;
  }

  /** Whether there is a measurement of this cycle. */
  boolean isFresh() {
    return fresh;
  }

  /** Whether measurements have been missing for so long that no torque is worth sending. */
  boolean isSilent() {
    return silent > silentCycles;
  }

  /** Whether the filter changed the torques. */
  boolean hasChangedTorque() {
    return torqueChanged;
  }

  /** Height that corresponds to B = 1, m. */
  double metres() {
    return metres;
  }

  /** Only a robot on its feet may be commanded to stand: otherwise its legs would kick. */
  public boolean mayGoOn() {
    int pressing = 0;
    for (boolean foot : seen.base.contact) {
      pressing += foot ? 1 : 0;
    }
    double[] q = seen.base.quaternion;
    return fresh
        && pressing >= FEET_DOWN
        && posture.farthest(seen.q) <= Posture.NEAR
        && Math.hypot(q[1], q[2]) < UPRIGHT_HALF_SINE
        && plan.odometry().height() > UPRIGHT_HEIGHT * plan.height();
  }

  /**
   * Computes the command.
   *
   * @param hold whether to bring the robot to a stand
   * @param question queries the policy with {@link #observation}
   */
  public void run(boolean hold, Runnable question) {
    guard.hold(hold);
    if (hold) {
      plan.want(0, 0, 0);
    }
    if (plan.update(seen, fresh)) {
      plan.observe(observation);
      if (!isLatched()) {
        // A policy that nobody asks forgets: it must not go on from what it saw on the floor.
        question.run();
      }
    }
    double[] wanted = plan.targets(action);
    boolean holds = plan.holds() && !isLatched();
    if (holds) {
      gains.torque(wanted, seen.q, seen.qd, nominal);
    } else {
      gains.damp(seen.qd, nominal);
    }
    System.arraycopy(nominal, 0, torque, 0, torque.length);
    torqueChanged = false;
    if (filtering) {
      guard.torque(seen, fresh, torque);
      torqueChanged = guard.hasChangedTorque();
    }
    cancelling = filtering && fresh && holds && ownLoops;
    if (cancelling) {
      torqueChanged |= held.cut(gains, seen.q, seen.qd, torque);
    } else {
      held.reset();
    }
    if (!holds && filtering) {
      onlyBrake();
    }
    if (!fresh) {
      fade();
    }
    if (filtering) {
      torqueChanged |= last.cut(torque);
    }
    tell(wanted, holds);
    if (!isSound()) {
      stop(FilterReason.COMMAND_REFUSED);
      rest();
    }
    last.sent(torque);
    supervisor.end(
        SupervisorEvent.of(done(hold)),
        SupervisorGuard.FALLEN.when(filtering && guard.isLost()),
        state,
        state);
  }

  private FilterAction done(boolean hold) {
    if (guard.isSilent()) {
      return FilterAction.FALLBACK;
    }
    if (hold) {
      return FilterAction.SLOWDOWN;
    }
    return filtering && (guard.share() < 1 || torqueChanged)
        ? FilterAction.MODIFIED
        : FilterAction.PASS;
  }

  /** Replaces the torques of the last cycle in memory, N·m, not modified: in a replay. */
  void overrule(double[] given) {
    last.sent(given);
  }

  /** Brings a stopped robot to rest without driving it. */
  private void onlyBrake() {
    for (int i = 0; i < torque.length; i++) {
      torque[i] = torque[i] * seen.qd[i] > 0 ? 0 : torque[i];
    }
  }

  /** Reduces the torque with the age of its measurement. */
  private void fade() {
    double share = Math.max(0, 1 - (double) silent / silentCycles);
    for (int i = 0; i < torque.length; i++) {
      torque[i] *= share;
    }
  }

  /**
   * Makes a motor's own loop give the safe torque at the measured state. The loop stays closed: if
   * this process dies, the motor keeps a target, not a bare torque. Without a measurement the
   * motor's loop runs alone.
   */
  private void tell(double[] wanted, boolean holds) {
    for (int i = 0; i < torque.length; i++) {
      double qd = cancelling ? held.velocity(i) : seen.qd[i];
      double kd = damping(i);
      double kp = holds ? gains.stiffness(i) : 0;
      double q = Math.max(lowest[i], Math.min(highest[i], wanted[i]));
      double pull = kp * (q - seen.q[i]) - kd * qd;
      // For a cycle without a measurement the last one is used, with a reserve for the motion
      // since.
      double strong = fresh ? strongest[i] : BLIND_PULL * strongest[i];
      if (holds && Math.abs(pull) > strong) {
        double most = Math.copySign(strong, pull);
        q = Math.max(lowest[i], Math.min(highest[i], seen.q[i] + (most + kd * qd) / kp));
      }
      targets.q[i] = q;
      targets.dq[i] = 0;
      targets.kp[i] = kp;
      targets.kd[i] = kd;
      targets.tau[i] = fresh ? torque[i] - (kp * (q - seen.q[i]) - kd * qd) : 0;
    }
  }

  private boolean isSound() {
    return last.allows(targets.q, targets.dq, targets.kp, targets.kd, targets.tau)
        && (filtering ? last.allows(torque) : isFinite(torque));
  }

  private static boolean isFinite(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += Math.abs(v);
    }
    return sum < Double.POSITIVE_INFINITY;
  }

  /** Damping only. */
  private void rest() {
    for (int i = 0; i < torque.length; i++) {
      targets.q[i] = Math.max(lowest[i], Math.min(highest[i], 0));
      targets.dq[i] = 0;
      targets.kp[i] = 0;
      targets.kd[i] = damping(i);
      targets.tau[i] = 0;
      torque[i] = 0;
    }
  }

  /**
   * A loop never demands more than its motor can give: the torque added on top need not cancel it.
   */
  private double damping(int i) {
    double d = gains.damping(i);
    double speed = cancelling ? held.fastest(i) : Math.abs(seen.qd[i]);
    return fresh ? Math.min(d, strongest[i] / speed) : d;
  }
}
