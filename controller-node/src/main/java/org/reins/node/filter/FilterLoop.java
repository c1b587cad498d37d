package org.reins.node.filter;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.reins.filter.EffortMeaning;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterReason;
import org.reins.filter.JointImpedance;
import org.reins.filter.SafetyFilter;
import org.reins.node.messages.FilterStatus;
import org.reins.node.output.CommandOutput;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.RobotModel;

/**
 * The control loop. A cycle begins when a state arrives, or one and a half periods after the last
 * cycle when none does; it reads one snapshot of everything, filters, and publishes the command.
 * The control thread waits for nobody and allocates nothing while it runs.
 *
 * <p>It first runs the filter on made-up states until the compiler is done, then waits to be
 * activated. Deactivated, it brakes until the robot rests, and sends nothing more.
 */
final class FilterLoop implements ControlLoop {
  private static final int SETTLING_CYCLES = 500;
  private static final int CYCLES_PER_STATUS = 10;
  // Longest that a robot may go on without commands and still be left alone, s.
  private static final double SILENCE_HELPS = 0.05;
  // Shortest and longest gap of our own that stops, s.
  private static final double LEAST_GAP = 0.015;
  private static final double MOST_GAP = 0.25;
  private static final double AT_REST = 0.01;
  private static final int CYCLES_AT_REST = 50;
  private static final double STOPPING_SECONDS = 3;

  private final RobotModel robot;
  private final SafetyFilter filter;
  private final boolean filtering;
  private final FilterInbox inbox;
  private final LiveTuning tuning;
  private final CommandOutput commands;
  private final Mailbox<FilterStatus> statuses;
  private final Thread listener;
  private final long periodNanos;
  private final FilterInput input;
  private final RigidBodyDynamics dynamics;
  private final JointImpedance impedance;
  private final double[] nominal;
  private final double[] measuredQ;
  private final double[] measuredQd;
  private final double[] unfiltered;
  private final double[] torque;
  private final Cholesky cholesky;
  private final LoopStatistics statistics = new LoopStatistics();
  private final StatusWindow window;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final LoopThread thread;
  private final BooleanSupplier newState;
  private volatile FilterTuning inForce;
  private final long configuration;
  private int restingCycles;
  private final StateAge age;
  private final long ownGapNanos;
  private final boolean stopsByItself;
  private FilterInbox.Arrival arrival;
  private long refusedBefore;
  private long lastNumber;
  private long times = 1;
  private long repairsBefore;
  private volatile EffortMeaning effort;

  /**
   * Prepares it.
   *
   * @param loaded its filter is used by the control thread alone from now on
   * @param p says what the inputs mean, and whether to filter: without, the nominal torque is sent
   *     as it is, for comparison only
   * @param statuses filled by the control thread
   * @param listener woken up whenever a status is there
   */
  FilterLoop(
      LoadedFilter loaded,
      ParameterSnapshot p,
      FilterInbox inbox,
      LiveTuning tuning,
      CommandOutput commands,
      Mailbox<FilterStatus> statuses,
      Thread listener) {
    robot = loaded.robot();
    window = new StatusWindow(robot);
    filter = loaded.filter();
    configuration = loaded.configuration();
    filtering = p.flag("filtering");
    this.inbox = inbox;
    this.tuning = tuning;
    this.commands = commands;
    this.statuses = statuses;
    this.listener = listener;
    int n = robot.dof();
    periodNanos = Math.round(1e9 / robot.control().rateHz());
    input = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
    input.effortMeaning = EffortMeaning.valueOf(p.text("state.effort").toUpperCase(Locale.ROOT));
    input.torqueActs = commands.takesTorques();
    double timeout = robot.control().lostCommandsUntilStop() / robot.control().rateHz();
    stopsByItself =
        p.text("output.command_loss").equals("stops")
            || p.text("output.command_loss").equals("auto") && timeout <= SILENCE_HELPS;
    input.silentWhenBlind = stopsByItself && commands.takesTorques();
    ownGapNanos = Math.round(1e9 * Math.max(LEAST_GAP, Math.min(MOST_GAP, timeout)));
    age = new StateAge(Math.round(1e9 * p.number("state.max_age")));
    dynamics = new RigidBodyDynamics(robot);
    impedance = new JointImpedance(0.7, robot);
    nominal = new double[n];
    measuredQ = new double[n];
    measuredQd = new double[n];
    unfiltered = new double[n];
    torque = new double[n];
    cholesky = new Cholesky(n);
    newState = this::takeState;
    thread = new LoopThread(this::test, inbox.states::take, this::loop);
    inbox.wake(thread.thread());
    thread.start();
  }

  @Override
  public LoopThread thread() {
    return thread;
  }

  @Override
  public FilterTuning inForce() {
    return inForce;
  }

  @Override
  public LoopStatistics statistics() {
    return statistics;
  }

  private String test() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(2);
    String problem =
        SelfTest.run(
            robot,
            filter,
            out -> {
              window.add(out, input, 0);
              statistics.warmUp(random.nextLong(LoopStatistics.MOST));
              nominal();
            });
    window.forget();
    statistics.reset();
    return problem;
  }

  private void loop() {
    arrival = inbox.states.latest();
    lastNumber = arrival.number;
    times = inbox.times();
    long first = NodeClock.nanos();
    age.begin(arrival.state.header.stampNanos, arrival.nanos, first, NodeClock.wallNanos());
    refusedBefore = age.refused();
    copyState();
    commands.begin(measuredQ);
    judged();
    input.stateFresh = true;
    input.envelope = tuning.current().silent().envelope();
    filter.forget();
    if (!filter.reset(input)) {
      // Nothing to begin with: nothing is sent, and the next state is tried.
      return;
    }
    window.forget();
    long lastStamp = arrival.state.header.stampNanos;
    long lastArrival = arrival.nanos;
    long start = first;
    long last = start;
    long bytesBefore = 0;
    long stoppingSince = 0;
    int settling = SETTLING_CYCLES;
    restingCycles = 0;
    inbox.actions.take();
    while (thread.isRunning() && !(stoppingSince != 0 && isAtRest(last - stoppingSince))) {
      boolean fresh = thread.awaitState(newState, last + periodNanos * 3 / 2);
      long begin = NodeClock.nanos();
      if (settling == 0) {
        // The first cycles ran the very same code, so that nothing is linked later; from here on it
        // counts.
        bytesBefore = threads.getCurrentThreadAllocatedBytes();
        start = begin;
        statistics.reset();
        settling = -1;
      } else if (settling > 0) {
        settling--;
      }
      if (fresh) {
        copyState();
        long stamp = arrival.state.header.stampNanos;
        // Without stamps the arrivals have to tell.
        long gap = stamp == 0 ? arrival.nanos - lastArrival : stamp - lastStamp;
        input.dt = gap * 1e-9;
        input.stateAge = age.smoothed() * 1e-9;
        statistics.statesLost += Math.max(0, Math.round((double) gap / periodNanos) - 1);
        lastStamp = stamp;
        lastArrival = arrival.nanos;
      } else {
        input.dt = (begin - last) * 1e-9;
        input.staleReason =
            age.refused() > refusedBefore ? FilterReason.STATE_OLD : FilterReason.STATE_STALE;
      }
      refusedBefore = age.refused();
      if (begin - last > ownGapNanos && filtering && settling < 0) {
        filter.stop(FilterReason.LOOP_STALLED);
      }
      input.stateFresh = fresh;
      if (!thread.isWanted() && stoppingSince == 0) {
        stoppingSince = begin;
      }
      judged();
      takeTuning(begin, lastStamp);
      input.paused = thread.isPaused() || !thread.isWanted();
      takeRequests();
      long beforeStep = NodeClock.nanos();
      FilterOutput out = compute();
      long afterStep = NodeClock.nanos();
      send(out, fresh);
      count(
          out,
          fresh,
          begin - last,
          afterStep - beforeStep,
          NodeClock.nanos() - (fresh ? arrival.nanos : begin));
      statistics.bytesAllocated = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
      if (fresh) {
        statistics.armedNanos = NodeClock.nanos() - start;
      }
      last = begin;
    }
  }

  private boolean isAtRest(long stoppingNanos) {
    double fastest = 0;
    for (double v : measuredQd) {
      fastest = Math.max(fastest, Math.abs(v));
    }
    restingCycles = fastest < AT_REST ? restingCycles + 1 : 0;
    // Latched, it has stopped the robot by itself, or there is no robot any more.
    return filter.isStopped()
        || restingCycles >= CYCLES_AT_REST
        || stoppingNanos > STOPPING_SECONDS * 1e9;
  }

  /** Takes a state that is news; of one that is not nothing is kept but the count. */
  private boolean takeState() {
    if (!inbox.states.take()) {
      return false;
    }
    FilterInbox.Arrival next = inbox.states.latest();
    if (next.number - lastNumber < times) {
      // States come so many times as fast as the robot is filtered: the ones between are left out.
      return false;
    }
    lastNumber = next.number;
    arrival = next;
    return age.take(
        next.state.header.stampNanos, next.nanos, NodeClock.nanos(), NodeClock.wallNanos());
  }

  private void copyState() {
    int n = robot.dof();
    System.arraycopy(arrival.state.position, 0, measuredQ, 0, n);
    System.arraycopy(arrival.state.velocity, 0, measuredQd, 0, n);
    System.arraycopy(arrival.state.effort, 0, input.acceptedEffort, 0, n);
  }

  private void send(FilterOutput out, boolean fresh) {
    boolean silent = out != null && out.silent;
    // What the filter refused to believe holds no command back either.
    boolean believed = fresh && (out == null || out.culprit < 0);
    if (!silent) {
      boolean sent =
          out == null
              ? commands.publishAsIs(measuredQ, measuredQd, fresh, nominal, unfiltered)
              : commands.publish(
                  measuredQ,
                  measuredQd,
                  believed,
                  out.action == FilterAction.STOP || out.blind,
                  out.command,
                  out.acceleration);
      if (!sent) {
        statistics.commandsRefused++;
      }
      if (out != null && commands.repairs() > repairsBefore) {
        repairsBefore = commands.repairs();
        filter.stop(FilterReason.COMMAND_REFUSED);
      }
    }
    if (out != null) {
      effort = out.effort;
    }
    thread.sent();
  }

  @Override
  public EffortMeaning effort() {
    return effort;
  }

  /** What the filter looks at: the measurement, and where the robot was told to be. */
  private void judged() {
    int n = measuredQ.length;
    System.arraycopy(measuredQ, 0, input.q, 0, n);
    System.arraycopy(measuredQd, 0, input.qd, 0, n);
    System.arraycopy(measuredQ, 0, input.toldQ, 0, n);
    System.arraycopy(measuredQd, 0, input.toldQd, 0, n);
    input.told = commands.refer(input.toldQ, input.toldQd);
  }

  /**
   * An action is as old as the state it answers; one that answers a future state is not to be
   * trusted either.
   */
  private void takeTuning(long now, long stateStamp) {
    FilterTuning t = tuning.current();
    input.envelope = (tuning.isPlannerAlive(t, now) ? t.planned() : t.silent()).envelope();
    input.alpha = t.alpha();
    input.toolSpeed = t.toolSpeed();
    inForce = t;
    if (inbox.actions.take()) {
      System.arraycopy(inbox.actions.latest().target, 0, input.target, 0, robot.dof());
      System.arraycopy(inbox.actions.latest().stiffness, 0, input.stiffness, 0, robot.dof());
    }
    double age = (stateStamp - inbox.actions.latest().header.stampNanos) * 1e-9;
    input.actionFresh = age <= t.actionTimeout() && age >= -t.actionTimeout();
  }

  private void takeRequests() {
    // Without a fault there is nothing to reset: the envelope would jump instead of widening
    // slowly.
    if (thread.isResetAsked() && (!filter.isStopped() || input.stateFresh && filter.reset(input))) {
      thread.resetDone();
      if (!commands.isFollowed()) {
        commands.begin(measuredQ);
      }
    }
    FilterReason asked = thread.takeStop();
    if (asked != null) {
      filter.stop(asked);
    } else if (!commands.isFollowed() && !filter.isStopped()) {
      filter.stop(FilterReason.NOT_FOLLOWED);
    }
    thread.latch(filter.stopReason(), filter.culprit());
  }

  private FilterOutput compute() {
    if (filtering) {
      return filter.step(input);
    }
    nominal();
    return null;
  }

  /** The policy's torque as it is; repeats the last one when an action or state is missing. */
  private void nominal() {
    if (input.stateFresh && input.actionFresh) {
      dynamics.update(input.q, input.qd);
      impedance.torque(
          input.q,
          input.qd,
          input.target,
          input.stiffness,
          dynamics.massMatrix(),
          dynamics.coriolis(),
          nominal);
      if (!commands.takesTorques()) {
        accelerate();
      }
    }
  }

  /** q̈ = M⁻¹ (u − c). */
  private void accelerate() {
    for (int i = 0; i < torque.length; i++) {
      torque[i] = nominal[i] - dynamics.coriolis()[i];
    }
    if (cholesky.factor(dynamics.massMatrix())) {
      cholesky.solve(torque, unfiltered);
    }
  }

  private void count(FilterOutput out, boolean fresh, long period, long step, long response) {
    LoopStatistics s = statistics;
    s.add(fresh, period, step, response, periodNanos * 3 / 2);
    if (out == null) {
      return;
    }
    s.add(out);
    window.add(out, input, input.envelope.level());
    if (window.cycles() == CYCLES_PER_STATUS) {
      window.write(statuses.draft(), s.deadlineMisses);
      statuses.draft().profile = inForce.profile().ordinal();
      statuses.draft().configuration = configuration;
      statuses.post();
      window.clear();
      LockSupport.unpark(listener);
    }
  }
}
