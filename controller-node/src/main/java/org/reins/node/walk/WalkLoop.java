package org.reins.node.walk;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.reins.filter.Envelope;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.WalkController;
import org.reins.filter.legged.WalkInterface;
import org.reins.node.filter.ControlLoop;
import org.reins.node.filter.FilterTuning;
import org.reins.node.filter.LiveTuning;
import org.reins.node.filter.LoopStatistics;
import org.reins.node.filter.LoopThread;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.FilterStatus;
import org.reins.node.output.LegOutput;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * The control loop of a walking robot. A cycle begins when a state of the joints arrives, or one
 * and a half periods after the last cycle when none does. The commanded twist is cut to the
 * envelope, the guard filters it in each period of the policy and the torques in each cycle; in
 * between the policy is asked by a topic and answers when it can. The control thread waits for
 * nobody and allocates nothing while it runs.
 *
 * <p>Without filtering everything goes through as it is, but for pauses and stops.
 */
final class WalkLoop implements ControlLoop {
  private static final int CYCLES_PER_STATUS = 10;
  private static final double SETTLING = 1;
  private static final int TEST_CYCLES = 20_000;
  private static final double AT_REST = 0.03;
  private static final double RESTING = 0.1;
  private static final double STOPPING_SECONDS = 4;

  private final LoadedWalk loaded;
  private final boolean filtering;
  private final WalkInbox inbox;
  private final LiveTuning tuning;
  private final LegOutput commands;
  private final RosPublisher<CommandArray> observations;
  private final Mailbox<FilterStatus> statuses;
  private final Thread listener;
  private final WalkStep step;
  private final FilteredWalk guard;
  private final WalkController controller;
  private final RobotState measured;
  private final double[] asked = new double[3];
  private final CommandArray question = new CommandArray(WalkInterface.OBSERVATION);
  private final double[] strongest;
  private final long periodNanos;
  private final long stallNanos;
  private final LoopStatistics statistics = new LoopStatistics();
  private final WalkWindow window;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final LoopThread thread;
  private final BooleanSupplier newState;
  private volatile FilterTuning inForce;
  private Envelope envelope;
  private boolean policyFresh;
  private final int restingCycles;
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
    step = new WalkStep(loaded, filtering, commands.closesInTheMotors());
    guard = step.guard;
    controller = step.controller;
    measured = RobotState.of(robot);
    strongest = robot.joints().stream().mapToDouble(j -> j.limits().effort()).toArray();
    window = new WalkWindow(robot, controller.timing().period(), step.action.length, step.metres());
    periodNanos = Math.round(1e9 / robot.control().rateHz());
    stallNanos = robot.control().lostCommandsUntilStop() * periodNanos;
    restingCycles = controller.timing().periods(RESTING);
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
      for (int i = 0; i < measured.q.length; i++) {
        measured.q[i] = robot.posture()[i] + random.nextDouble(-0.3, 0.3);
        measured.qd[i] = random.nextDouble(-3, 3);
      }
      for (int f = 0; f < measured.base.contact.length; f++) {
        measured.base.contact[f] = random.nextBoolean();
      }
      // What the loop may come to see must not be seen by it for the first time. Such states jump:
      // each is the first after a gap, but for some.
      FilterReason arrival = k % 50 == 7 ? FilterReason.STATE_STALE : FilterReason.NONE;
      step.take(measured, arrival, k % 10 == 3 ? controller.timing().period() : 1);
      asked[0] = random.nextDouble(-2, 2);
      policyFresh = k % 300 < 250;
      step.ask(asked, envelope, t.alpha());
      step.run(k % 500 > 450, () -> {});
      for (int i = 0; i < strongest.length && filtering; i++) {
        double most = strongest[i];
        if (!(Math.abs(step.torque[i]) <= most * (1 + 1e-9))) {
          return "self-test: the filter gave "
              + step.torque[i]
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
    step.begin();
    window.clear();
    envelope = t.silent().envelope();
    resting = 0;
  }

  private void loop() {
    begin(tuning.current());
    step.rested();
    inbox.begin();
    if (take(true) != FilterReason.NONE) {
      return;
    }
    long lastStamp = inbox.stamp();
    long start = NodeClock.nanos();
    long last = start;
    long bytesBefore = 0;
    long stoppingSince = 0;
    int settling = controller.timing().periods(SETTLING);
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
      take(came);
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
      watch(begin - last);
      boolean hold = takeRequests();
      long beforeStep = NodeClock.nanos();
      step.run(hold, ask);
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

  /** The measurement of this cycle; what came is not believed before it was looked at. */
  private FilterReason take(boolean came) {
    FilterReason arrival = came ? inbox.measure(measured) : FilterReason.STATE_STALE;
    return step.take(measured, arrival, inbox.since());
  }

  /** Latches a stop for what no command can be right for. */
  private void watch(long gap) {
    if (gap > stallNanos) {
      // The robot has gone to rest by itself meanwhile: an operator says when it goes on.
      step.stop(FilterReason.LOOP_STALLED);
    } else if (inbox.hasOtherSource()) {
      step.stop(FilterReason.OTHER_STATE_SOURCE);
    }
  }

  /** The twist that is asked for, as far as the envelope goes; the policy's last answer. */
  private void takeTuning(long now) {
    FilterTuning t = tuning.current();
    envelope = (tuning.isPlannerAlive(t, now) ? t.planned() : t.silent()).envelope();
    inForce = t;
    inbox.twist(now, loaded.commandTimeout(), asked);
    step.ask(asked, envelope, t.alpha());
    policyFresh = inbox.action(now, t.actionTimeout(), step.action);
  }

  /** Does what other threads ask for; whether the robot is to come to a stand. */
  private boolean takeRequests() {
    FilterReason asked = thread.takeStop();
    if (asked != null) {
      step.stop(asked);
    }
    if (thread.isResetAsked()) {
      if (!step.isLatched()) {
        // Without a fault there is nothing to reset: the gait would begin anew in the middle.
        thread.resetDone();
      } else if (step.mayGoOn() && !inbox.hasOtherSource()) {
        begin(tuning.current());
        thread.resetDone();
      } else if (!step.isFresh()) {
        step.forget();
      }
    }
    thread.latch(step.latchedBy());
    return thread.isPaused() || !thread.isWanted() || !policyFresh && filtering;
  }

  private boolean isLatched() {
    return step.isLatched();
  }

  private void ask() {
    for (int i = 0; i < step.observation.length; i++) {
      question.values[i] = step.observation[i];
    }
    observations.publish(question);
  }

  private void send() {
    if (!commands.closesInTheMotors() && step.isSilent()) {
      return;
    }
    if (!commands.publish(step.targets, step.torque)) {
      statistics.commandsRefused++;
    }
    thread.sent();
  }

  private boolean isAtRest(long stoppingNanos) {
    double[] v = controller.odometry().velocity();
    boolean still = Math.hypot(v[0], v[1]) < AT_REST && guard.share() == 0 && !guard.march();
    resting = still ? resting + 1 : 0;
    return isLatched() || resting >= restingCycles || stoppingNanos > STOPPING_SECONDS * 1e9;
  }

  private void note(boolean test) {
    FilterAction done = done();
    FilterReason why = why(done);
    statistics.add(done, why, guard.share() < 1, guard.safety() * step.metres());
    window.add(
        done,
        why,
        step.seen,
        guard,
        step.hasChangedTorque(),
        step.action,
        step.nominal,
        step.torque);
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
    return filtering && (guard.share() < 1 || step.hasChangedTorque())
        ? FilterAction.MODIFIED
        : FilterAction.PASS;
  }

  private FilterReason why(FilterAction done) {
    return switch (done) {
      case PASS -> FilterReason.NONE;
      case MODIFIED -> FilterReason.CONSTRAINT;
      case SLOWDOWN -> thread.isPaused() ? FilterReason.PAUSED : FilterReason.ACTION_STALE;
      case FALLBACK -> step.isFresh() ? FilterReason.STATE_STALE : step.state();
      case STOP -> step.latchedBy();
    };
  }
}
