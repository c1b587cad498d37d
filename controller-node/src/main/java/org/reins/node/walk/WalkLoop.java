package org.reins.node.walk;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.Mailbox;
import org.reins.node.NodeClock;
import org.reins.node.filter.ControlLoop;
import org.reins.node.filter.FilterTuning;
import org.reins.node.filter.LiveTuning;
import org.reins.node.filter.LoopStatistics;
import org.reins.node.filter.LoopThread;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.FilterStatus;
import org.reins.node.output.LegOutput;
import org.reins.node.output.MotorTargets;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.RobotModel;
import org.reins.sim.RobotState;
import org.reins.sim.legged.BodyJudge;
import org.reins.sim.legged.FilteredWalk;
import org.reins.sim.legged.MotorGains;
import org.reins.sim.legged.TrotGait;
import org.reins.sim.legged.WalkController;
import org.reins.sim.legged.WalkInterface;

/**
 * The control loop of a walking robot. A cycle begins when a state of the joints arrives, or one
 * and a half periods after the last cycle when none does. The commanded twist is cut to the
 * envelope, the guard filters it 50 times a second and the torques in each cycle; in between the
 * policy is asked by a topic and answers when it can. The control thread waits for nobody and
 * allocates nothing while it runs.
 *
 * <p>Without filtering everything goes through as it is, but for pauses and stops.
 */
final class WalkLoop implements ControlLoop {
  private static final int CYCLES_PER_STATUS = 10;
  private static final int SETTLING_CYCLES = 500;
  private static final int TEST_CYCLES = 20_000;
  private static final double AT_REST = 0.03;
  private static final int CYCLES_AT_REST = 50;
  private static final double STOPPING_SECONDS = 4;
  // Torques that answer an old measurement are worse than what the robot does by itself.
  private static final int SILENT_CYCLES = 25;
  // More upright than this a stopped robot may be told to go on, rad.
  private static final double UPRIGHT_HALF_SINE = Math.sin(0.35 / 2);
  private static final double UPRIGHT_HEIGHT = 0.6;
  // With fewer on the ground its height is not known.
  private static final int FEET_DOWN = 3;

  private final LoadedWalk loaded;
  private final boolean filtering;
  private final WalkInbox inbox;
  private final LiveTuning tuning;
  private final LegOutput commands;
  private final RosPublisher<CommandArray> observations;
  private final Mailbox<FilterStatus> statuses;
  private final Thread listener;
  private final FilteredWalk guard;
  private final WalkController controller;
  private final MotorGains gains;
  private final RobotState seen;
  private final MotorTargets targets;
  private final double[] asked = new double[3];
  private final double[] granted = new double[3];
  private final float[] observation = new float[WalkInterface.OBSERVATION];
  private final CommandArray question = new CommandArray(WalkInterface.OBSERVATION);
  private final float[] action;
  private final double[] strongest;
  private final double[] nominal;
  private final double[] torque;
  private final long periodNanos;
  private final LoopStatistics statistics = new LoopStatistics();
  private final HeldTorque held;
  private final WalkWindow window;
  private final Posture posture;
  // What B = 1 stands for.
  private final double metres;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final LoopThread thread;
  private final BooleanSupplier newState;
  private volatile FilterTuning inForce;
  private Envelope envelope;
  private FilterReason stopped;
  private boolean policyFresh;
  private boolean torqueChanged;
  private int silent;
  private int resting;

  /**
   * Prepares it and starts its thread.
   *
   * @param filtering false sends what the policy asks for as it is, for comparison only
   * @param observations asks the policy
   * @param statuses filled by the control thread
   * @param listener woken up whenever a status is there
   */
  WalkLoop(
      LoadedWalk loaded,
      boolean filtering,
      WalkInbox inbox,
      LiveTuning tuning,
      LegOutput commands,
      RosPublisher<CommandArray> observations,
      Mailbox<FilterStatus> statuses,
      Thread listener) {
    this.loaded = loaded;
    this.filtering = filtering;
    this.inbox = inbox;
    this.tuning = tuning;
    this.commands = commands;
    this.observations = observations;
    this.statuses = statuses;
    this.listener = listener;
    RobotModel robot = loaded.robot();
    guard = loaded.guard();
    controller = new WalkController(robot, filtering ? guard : null);
    gains = MotorGains.of(robot);
    seen = RobotState.of(robot);
    int n = robot.dof();
    targets = new MotorTargets(n);
    strongest = robot.joints().stream().mapToDouble(j -> j.limits().effort()).toArray();
    nominal = new double[n];
    torque = new double[n];
    action = new float[TrotGait.PER_FOOT * seen.base.contact.length];
    metres = BodyJudge.fallDepth(controller.gait().height());
    posture = new Posture(robot);
    held = new HeldTorque(robot, 1 / robot.control().rateHz());
    window = new WalkWindow(robot, action.length, metres);
    periodNanos = Math.round(1e9 / robot.control().rateHz());
    newState = inbox::take;
    thread = new LoopThread(this::test, newState, this::loop);
    inbox.wake(thread.thread());
    thread.start();
  }

  @Override
  public LoopThread thread() {
    return thread;
  }

  @Override
  public LoopStatistics statistics() {
    return statistics;
  }

  @Override
  public FilterTuning inForce() {
    return inForce;
  }

  /** Runs the cycle on made-up states until it is compiled, and checks what it gives. */
  private String test() {
    RobotModel robot = loaded.robot();
    SplittableRandom random = new SplittableRandom(2);
    FilterTuning t = tuning.current();
    begin(t);
    for (int k = 0; k < TEST_CYCLES; k++) {
      for (int i = 0; i < seen.q.length; i++) {
        seen.q[i] = robot.posture()[i] + random.nextDouble(-0.3, 0.3);
        seen.qd[i] = random.nextDouble(-3, 3);
      }
      for (int f = 0; f < seen.base.contact.length; f++) {
        seen.base.contact[f] = random.nextBoolean();
      }
      boolean fresh = k % 50 != 7;
      asked[0] = random.nextDouble(-2, 2);
      // What the loop may come to see must not be seen by it for the first time.
      policyFresh = k % 300 < 250;
      guard.hold(k % 500 > 450);
      limit(t);
      step(fresh, () -> {});
      for (int i = 0; i < torque.length && filtering; i++) {
        double most = strongest[i];
        if (!(Math.abs(torque[i]) <= most * (1 + 1e-9))) {
          return "self-test: the filter gave "
              + torque[i]
              + " N·m for "
              + robot.jointNames().get(i)
              + ", whose limit is "
              + most;
        }
      }
      statistics.warmUp(random.nextLong(LoopStatistics.MOST));
      note(true);
      if (k % 100 == 0) {
        begin(t);
      }
    }
    statistics.reset();
    return "";
  }

  private void begin(FilterTuning t) {
    guard.reset();
    controller.reset();
    held.reset();
    window.clear();
    envelope = t.silent().envelope();
    stopped = null;
    silent = 0;
    resting = 0;
    java.util.Arrays.fill(action, 0);
  }

  private void loop() {
    begin(tuning.current());
    if (!inbox.measure(seen)) {
      return;
    }
    long lastStamp = inbox.stamp();
    long start = NodeClock.nanos();
    long last = start;
    long bytesBefore = 0;
    long stoppingSince = 0;
    int settling = SETTLING_CYCLES;
    Runnable ask = this::ask;
    while (thread.isRunning() && !(stoppingSince != 0 && isAtRest(last - stoppingSince))) {
      boolean came = thread.awaitState(newState, last + periodNanos * 3 / 2);
      long begin = NodeClock.nanos();
      if (settling == 0) {
        bytesBefore = threads.getCurrentThreadAllocatedBytes();
        start = begin;
        statistics.reset();
      }
      settling = Math.max(-1, settling - 1);
      boolean fresh = came && inbox.measure(seen);
      if (came) {
        long stamp = inbox.stamp();
        statistics.statesLost +=
            Math.max(0, Math.round((double) (stamp - lastStamp) / periodNanos) - 1);
        lastStamp = stamp;
      }
      if (!thread.isWanted() && stoppingSince == 0) {
        stoppingSince = begin;
      }
      takeTuning(begin);
      takeRequests(fresh);
      long beforeStep = NodeClock.nanos();
      step(fresh, ask);
      long afterStep = NodeClock.nanos();
      send();
      long response = NodeClock.nanos() - (came ? inbox.arrived() : begin);
      statistics.add(came, begin - last, afterStep - beforeStep, response, periodNanos * 3 / 2);
      note(false);
      statistics.bytesAllocated = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
      if (came) {
        statistics.armedNanos = NodeClock.nanos() - start;
      }
      last = begin;
    }
  }

  /** The twist that is asked for, as far as the envelope goes; the policy's last answer. */
  private void takeTuning(long now) {
    FilterTuning t = tuning.current();
    envelope = (tuning.isPlannerAlive(t, now) ? t.planned() : t.silent()).envelope();
    inForce = t;
    inbox.twist(now, loaded.commandTimeout(), asked);
    limit(t);
    policyFresh = inbox.action(now, t.actionTimeout(), action);
  }

  private void limit(FilterTuning t) {
    // δ was calibrated with walks: the ladder's margin, which is for distances, is not for them.
    double more = Math.max(0, envelope.margin() - EnvelopeLevels.DEFAULT.base().margin());
    guard.tune(t.alpha(), more / metres);
    if (!filtering) {
      controller.want(asked[0], asked[1], asked[2]);
      return;
    }
    loaded.limits().cut(asked, envelope.speedScale(), granted);
    controller.want(granted[0], granted[1], granted[2]);
  }

  private void takeRequests(boolean fresh) {
    boolean hold = thread.isPaused() || !thread.isWanted() || !policyFresh && filtering;
    guard.hold(hold);
    if (hold) {
      controller.want(0, 0, 0);
    }
    FilterReason asked = thread.takeStop();
    stopped = asked == null ? stopped : asked;
    if (thread.isResetAsked()) {
      if (!isLatched()) {
        // Without a fault there is nothing to reset: the gait would begin anew in the middle.
        thread.resetDone();
      } else if (fresh && mayGoOn()) {
        begin(tuning.current());
        thread.resetDone();
      }
    }
    thread.latch(isLatched() ? why(FilterAction.STOP) : FilterReason.NONE);
  }

  private boolean isLatched() {
    return stopped != null || filtering && guard.isLost();
  }

  /** Only a robot on its feet may be told to stand: else its legs would kick. */
  private boolean mayGoOn() {
    int pressing = 0;
    for (boolean foot : seen.base.contact) {
      pressing += foot ? 1 : 0;
    }
    double[] q = seen.base.quaternion;
    return pressing >= FEET_DOWN
        && posture.farthest(seen.q) <= Posture.NEAR
        && Math.hypot(q[1], q[2]) < UPRIGHT_HALF_SINE
        && controller.odometry().height() > UPRIGHT_HEIGHT * controller.gait().height();
  }

  private void step(boolean fresh, Runnable ask) {
    silent = fresh ? 0 : silent + 1;
    if (controller.update(seen, fresh)) {
      controller.observe(observation);
      ask.run();
    }
    double[] wanted = controller.targets(action);
    boolean holds = controller.holds() && stopped == null;
    if (holds) {
      gains.torque(wanted, seen.q, seen.qd, nominal);
    } else {
      gains.damp(seen.qd, nominal);
    }
    System.arraycopy(nominal, 0, torque, 0, torque.length);
    if (filtering) {
      guard.torque(seen, fresh, torque);
    }
    torqueChanged = filtering && guard.hasChangedTorque();
    if (filtering && fresh && holds && commands.closesInTheMotors()) {
      torqueChanged |= held.cut(gains, seen.qd, torque);
    } else {
      held.reset();
    }
    for (int i = 0; i < torque.length; i++) {
      targets.q[i] = wanted[i];
      targets.kp[i] = holds ? gains.stiffness() : 0;
      targets.kd[i] = gains.damping();
      // What makes the motor's own loop give the safe torque at the measured state. Its loop stays
      // closed: if this process dies, the motor is left with a target, not with a bare torque.
      // Without a measurement it is on its own.
      targets.tau[i] = fresh ? torque[i] - nominal[i] : 0;
    }
  }

  private void ask() {
    for (int i = 0; i < observation.length; i++) {
      question.values[i] = observation[i];
    }
    observations.publish(question);
  }

  private void send() {
    if (!commands.closesInTheMotors() && silent > SILENT_CYCLES) {
      return;
    }
    if (!commands.publish(targets, torque)) {
      statistics.commandsRefused++;
    }
    thread.sent();
  }

  private boolean isAtRest(long stoppingNanos) {
    double[] v = controller.odometry().velocity();
    boolean still = Math.hypot(v[0], v[1]) < AT_REST && guard.share() == 0 && !guard.march();
    resting = still ? resting + 1 : 0;
    return isLatched() || resting >= CYCLES_AT_REST || stoppingNanos > STOPPING_SECONDS * 1e9;
  }

  private void note(boolean test) {
    FilterAction done = done();
    FilterReason why = why(done);
    statistics.add(done, why, guard.share() < 1, guard.safety() * metres);
    window.add(done, why, seen, guard, torqueChanged, action, nominal, torque);
    if (window.cycles() == CYCLES_PER_STATUS) {
      FilterStatus status = statuses.draft();
      window.write(status, controller.twist(), statistics.deadlineMisses);
      window.clear();
      if (!test) {
        status.level = envelope.level();
        status.speedScale = envelope.speedScale();
        status.profile = inForce.profile().ordinal();
        status.configuration = loaded.configuration();
        statuses.post();
        LockSupport.unpark(listener);
      }
    }
  }

  private FilterAction done() {
    if (isLatched()) {
      return FilterAction.STOP;
    }
    if (guard.isSilent()) {
      return FilterAction.FALLBACK;
    }
    if (thread.isPaused() || !policyFresh) {
      return FilterAction.SLOWDOWN;
    }
    return filtering && (guard.share() < 1 || torqueChanged)
        ? FilterAction.MODIFIED
        : FilterAction.PASS;
  }

  private FilterReason why(FilterAction done) {
    return switch (done) {
      case PASS -> FilterReason.NONE;
      case MODIFIED -> FilterReason.CONSTRAINT;
      case SLOWDOWN -> thread.isPaused() ? FilterReason.PAUSED : FilterReason.ACTION_STALE;
      case FALLBACK -> FilterReason.STATE_STALE;
      case STOP -> stopped != null ? stopped : FilterReason.PERSISTENT_FALLBACK;
    };
  }
}
