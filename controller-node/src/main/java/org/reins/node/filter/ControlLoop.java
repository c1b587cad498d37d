package org.reins.node.filter;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.reins.filter.EffortMeaning;
import org.reins.filter.Envelope;
import org.reins.filter.FilterReason;
import org.reins.node.messages.FilterStatus;
import org.reins.node.process.NodeClock;
import org.reins.node.watchdog.Overseer;
import org.reins.robot.model.RobotModel;

/**
 * The control loop of every kind of robot. A cycle begins when a state arrives, or one and a half
 * periods after the last cycle when no state arrives. It reads one snapshot of all inputs, filters,
 * and sends the command. The control thread never blocks on another thread and allocates nothing
 * while it runs.
 *
 * <p>The loop first runs the cycle on made-up states until the compiler is done, then waits for
 * activation. When deactivated, it brakes until the robot rests, and then sends nothing.
 *
 * <p>The loop owns timing, statistics and the stops that follow from timing. {@link RobotCycle}
 * does the work of one cycle.
 */
public final class ControlLoop {
  private static final int CYCLES_PER_STATUS = 10;
  // The first part of a loop is not counted. It runs the same code, so nothing is linked later, s.
  private static final double SETTLING = 0.5;
  private static final double RESTING = 0.05;
  private static final double STOPPING_SECONDS = 4;
  // Without states for this long a stopped robot is no longer present, s.
  private static final double GONE = 0.5;
  // Shortest and longest own delay that causes a stop, s.
  private static final double LEAST_GAP = 0.015;
  private static final double MOST_GAP = 0.25;

  private final RobotModel robot;
  private final RobotCycle cycle;
  private final JointStates states;
  private final Options options;
  private final LiveTuning tuning;
  private final StatusOutlet statuses;
  private final StateAge age;
  private final StatusWindow window;
  private final CycleReport report;
  private final LoopStatistics statistics = new LoopStatistics();
  private final LoopProbe probe;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final LoopThread thread;
  private final SelfTest selfTest = new SelfTest();
  private final long periodNanos;
  private final long ownGapNanos;
  private final int settlingCycles;
  private final int restingCycles;
  private volatile FilterTuning inForce;
  private volatile Overseer overseer;
  private JointStates.Arrival arrival;
  private long lastNumber;
  private long times = 1;
  private long refusedBefore;
  private int resting;
  private double silent;

  /**
   * The settings of a loop.
   *
   * @param filtering false sends the policy's action unfiltered, for comparison only
   * @param maxAge age above which a state is not used, s
   * @param ownPace whether states stamped by another clock may arrive at a different pace, as those
   *     of a simulation do
   * @param forgivesStart whether a delay of the loop right after its start does not stop the robot
   * @param modelledJoints number of joints for which the cycle reports unexplained velocities
   * @param configuration identifies the whole configuration of the node
   */
  public record Options(
      boolean filtering,
      double maxAge,
      boolean ownPace,
      boolean forgivesStart,
      int modelledJoints,
      long configuration) {}

  /**
   * Creates the loop and starts its thread.
   *
   * @param cycle used only by the control thread from now on
   * @param statuses filled by the control thread
   */
  public ControlLoop(
      RobotModel robot,
      RobotCycle cycle,
      Options options,
      LiveTuning tuning,
      StatusOutlet statuses) {
    this.robot = robot;
    this.cycle = cycle;
    this.options = options;
    this.tuning = tuning;
    this.statuses = statuses;
    states = cycle.states();
    age = new StateAge(Math.round(1e9 * options.maxAge()), !options.ownPace());
    report = new CycleReport(options.modelledJoints());
    window = new StatusWindow(options.modelledJoints());
    probe = new LoopProbe(robot.dof(), CYCLES_PER_STATUS);
    double rate = robot.control().rateHz();
    periodNanos = Math.round(1e9 / rate);
    double patience = robot.control().lostCommandsUntilStop() / rate;
    ownGapNanos = Math.round(1e9 * Math.max(LEAST_GAP, Math.min(MOST_GAP, patience)));
    settlingCycles = (int) Math.round(SETTLING * rate);
    restingCycles = (int) Math.round(RESTING * rate);
    thread = new LoopThread(this::test, states::take, this::loop);
    states.wake(thread.thread());
    thread.start();
  }

  /**
   * Sends a heartbeat with each command from now on, and stops where the overseer objects.
   *
   * @param link null for none
   */
  void watchedBy(Overseer link) {
    overseer = link;
  }

  /** The loop's thread, which takes the requests to the loop. */
  LoopThread thread() {
    return thread;
  }

  /** The tuning used by the last cycle; null before the first cycle. */
  FilterTuning inForce() {
    return inForce;
  }

  /** The loop's measurements; complete after the thread is closed. */
  LoopStatistics statistics() {
    return statistics;
  }

  /** What displays see of the loop. */
  LoopProbe probe() {
    return probe;
  }

  /** The meaning of the effort in the robot's states; null where effort is not used. */
  EffortMeaning effort() {
    return cycle.effort();
  }

  /** How long a cycle took in the self-test, which must have ended. */
  RehearsalTimes rehearsal() {
    return selfTest.times();
  }

  private String test() {
    SplittableRandom random = new SplittableRandom(2);
    FilterStatus scratch = new FilterStatus();
    String problem =
        selfTest.run(
            robot,
            cycle,
            options.filtering(),
            () -> {
              cycle.report(report);
              statistics.add(report);
              statistics.warmUp(random.nextLong(LoopStatistics.MOST));
              window.add(report);
              probe.respond(random.nextLong(LoopStatistics.MOST));
              probe.add(cycle, report.activeRows);
              if (window.cycles() == CYCLES_PER_STATUS) {
                window.write(scratch, 0);
                window.clear();
              }
            });
    window.clear();
    statistics.reset();
    // Made-up states are not shown.
    probe.take();
    probe.takeResponses();
    return problem;
  }

  private void loop() {
    arrival = states.latest();
    lastNumber = arrival.number;
    times = states.times();
    long start = NodeClock.nanos();
    age.begin(arrival.stamp(), arrival.nanos, start, NodeClock.wallNanos());
    refusedBefore = age.refused();
    if (!cycle.begin(tuning.current())) {
      return;
    }
    window.clear();
    resting = 0;
    silent = 0;
    BooleanSupplier newState = this::takeState;
    LongConsumer pause = states::pause;
    long lastStamp = arrival.stamp();
    long lastArrival = arrival.nanos;
    long last = start;
    long bytesBefore = 0;
    long stoppingSince = 0;
    int settling = settlingCycles;
    Overseer link = overseer;
    while (thread.isRunning() && !(stoppingSince != 0 && isAtRest(last - stoppingSince))) {
      boolean fresh = thread.awaitState(newState, pause, last + periodNanos * 3 / 2);
      if (fresh && !options.ownPace()) {
        awaitHalfAPeriod(last);
      }
      long begin = NodeClock.nanos();
      if (settling == 0) {
        bytesBefore = threads.getCurrentThreadAllocatedBytes();
        start = begin;
        statistics.reset();
      }
      settling = Math.max(-1, settling - 1);
      if (fresh) {
        long stamp = arrival.stamp();
        // Without stamps, and after a clock was set back, the arrival times are used.
        long gap = stamp > lastStamp ? stamp - lastStamp : arrival.nanos - lastArrival;
        statistics.statesLost += Math.max(0, Math.round((double) gap / periodNanos) - 1);
        cycle.take(FilterReason.NONE, gap * 1e-9, age.smoothed() * 1e-9);
        lastStamp = stamp;
        lastArrival = arrival.nanos;
      } else {
        cycle.take(missed(), (begin - last) * 1e-9, age.smoothed() * 1e-9);
      }
      refusedBefore = age.refused();
      silent = fresh ? 0 : silent + (begin - last) * 1e-9;
      if (link != null && link.objects(begin)) {
        // First: the reason tells the cycle that another one commanded the robot meanwhile.
        cycle.stop(FilterReason.WATCHDOG);
      }
      boolean counts = settling < 0 || !options.forgivesStart();
      if (begin - last > ownGapNanos && options.filtering() && counts) {
        // The robot may have gone to rest by itself meanwhile: an operator says when it resumes.
        cycle.stop(FilterReason.LOOP_STALLED);
      }
      if (!thread.isWanted() && stoppingSince == 0) {
        stoppingSince = begin;
      }
      tune(begin);
      takeRequests();
      long beforeStep = NodeClock.nanos();
      cycle.step(thread.isPaused() || !thread.isWanted());
      long afterStep = NodeClock.nanos();
      thread.latch(cycle.latchedBy(), cycle.culprit());
      thread.contrary(cycle.contrary());
      boolean sent = cycle.send();
      statistics.commandsRefused += sent ? 0 : 1;
      if (link != null && sent) {
        link.beat(cycle.latchedBy() != FilterReason.NONE, NodeClock.nanos());
      }
      thread.sent();
      long response = NodeClock.nanos() - (fresh ? arrival.nanos : begin);
      statistics.add(fresh, begin - last, afterStep - beforeStep, response, periodNanos * 3 / 2);
      if (fresh) {
        probe.respond(response);
      }
      report();
      statistics.bytesAllocated = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
      if (fresh) {
        statistics.armedNanos = NodeClock.nanos() - start;
      }
      last = begin;
    }
    if (link != null && stoppingSince != 0 && cycle.isAtRest()) {
      // Otherwise the robot still moves: without a heartbeat the watchdog brakes it.
      link.rest(NodeClock.nanos());
    }
  }

  /**
   * States that come in a burst, as after a delay, give no burst of commands: the robot takes only
   * the last command of its period, and the changes of all of them would add up. The newest state
   * counts. A simulation that runs at its own pace may be faster than real time, so each of its
   * states is answered.
   */
  private void awaitHalfAPeriod(long last) {
    long left = last + periodNanos / 2 - NodeClock.nanos();
    while (left > 0 && thread.isRunning()) {
      LockSupport.parkNanos(left);
      takeState();
      left = last + periodNanos / 2 - NodeClock.nanos();
    }
  }

  private FilterReason missed() {
    return age.refused() > refusedBefore ? FilterReason.STATE_OLD : FilterReason.STATE_STALE;
  }

  /**
   * Whether the loop may end. A robot that was stopped a moment ago still moves, and what it does
   * without commands is up to it; but one that is no longer present is not waited for.
   */
  private boolean isAtRest(long stoppingNanos) {
    resting = cycle.isAtRest() ? resting + 1 : 0;
    return cycle.latchedBy() != FilterReason.NONE && silent > GONE
        || resting >= restingCycles
        || stoppingNanos > STOPPING_SECONDS * 1e9;
  }

  /** Takes a new state. A state that is not new is only counted. */
  private boolean takeState() {
    if (!states.take()) {
      return false;
    }
    JointStates.Arrival next = states.latest();
    if (next.number - lastNumber < times) {
      // States arrive several times as fast as the robot is filtered: those in between are skipped.
      return false;
    }
    lastNumber = next.number;
    arrival = next;
    return age.take(next.stamp(), next.nanos, NodeClock.nanos(), NodeClock.wallNanos());
  }

  private void tune(long now) {
    FilterTuning t = tuning.current();
    Envelope envelope = (tuning.isPlannerAlive(t, now) ? t.planned() : t.silent()).envelope();
    cycle.tune(t, envelope, now);
    inForce = t;
  }

  private void takeRequests() {
    // Without a fault there is nothing to reset: the envelope would jump instead of widening
    // slowly, and a gait would restart in mid-stride.
    if (thread.isResetAsked() && (cycle.latchedBy() == FilterReason.NONE || cycle.reset())) {
      thread.resetDone();
    }
    FilterReason asked = thread.takeStop();
    if (asked != null) {
      cycle.stop(asked);
    }
  }

  private void report() {
    boolean filtered = cycle.report(report);
    probe.add(cycle, filtered ? report.activeRows : 0);
    if (!filtered) {
      return;
    }
    statistics.add(report);
    window.add(report);
    if (window.cycles() == CYCLES_PER_STATUS) {
      FilterStatus status = statuses.draft();
      window.write(status, statistics.deadlineMisses);
      status.profile = inForce.profile().code();
      status.configuration = options.configuration();
      window.clear();
      statuses.post();
    }
  }
}
