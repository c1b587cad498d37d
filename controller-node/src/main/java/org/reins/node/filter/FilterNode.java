package org.reins.node.filter;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.JointImpedance;
import org.reins.filter.SafetyFilter;
import org.reins.node.Mailbox;
import org.reins.node.NodeClock;
import org.reins.node.RealTime;
import org.reins.node.messages.EffortCommand;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.RigidBodyDynamics;
import org.reins.robot.RobotModel;

/**
 * The controller node. A cycle begins when a state arrives, or one and a half periods after the
 * last cycle when none does; it reads one snapshot of everything, filters, and publishes the
 * command. Threads of the middleware write into mailboxes, a helper thread publishes the status,
 * and the control thread neither waits for them nor allocates.
 *
 * <p>Before it arms, it runs the filter on made-up states until the compiler is done, checks the
 * outcome, and waits for a fresh state, action and envelope.
 */
public final class FilterNode implements AutoCloseable {
  private static final int WARM_UP_CYCLES = 40_000;
  private static final int SETTLING_CYCLES = 500;
  private static final int CYCLES_PER_STATUS = 10;
  private static final int FIFO_PRIORITY = 50;

  private final RobotModel robot;
  private final SafetyFilter filter;
  private final FilterNodeOptions options;
  private final EnvelopeLevels levels;
  private final long periodNanos;
  private final Mailbox<Arrival> states;
  private final Mailbox<PolicyAction> actions;
  private final Mailbox<Envelope[]> envelopes;
  private final Mailbox<FilterStatus> statuses = new Mailbox<>(FilterStatus::new);
  private final RosPublisher<EffortCommand> commands;
  private final RosPublisher<FilterStatus> statusPublisher;
  private final EffortCommand command;
  private final FilterInput input;
  private final RigidBodyDynamics dynamics;
  private final JointImpedance impedance = new JointImpedance(0.7);
  private final double[] nominal;
  private final LoopStatistics statistics = new LoopStatistics();
  private final StatusWindow window = new StatusWindow();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final CountDownLatch ended = new CountDownLatch(2);
  private final Thread control;
  private final Thread helper;
  private volatile boolean running = true;
  private volatile boolean armed;
  private volatile String schedulingWarning = "";
  private volatile long envelopeArrival;
  private volatile boolean actionSeen;

  /** A state and when it came. */
  private static final class Arrival {
    final JointState state;
    long nanos;

    Arrival(int n) {
      state = new JointState(n);
    }
  }

  /**
   * Creates the node's topics; {@link #start} starts it.
   *
   * @param filter used by the control thread alone from now on
   */
  public FilterNode(
      RosNode node,
      RobotModel robot,
      SafetyFilter filter,
      EnvelopeLevels levels,
      FilterNodeOptions options) {
    this.robot = robot;
    this.filter = filter;
    this.levels = levels;
    this.options = options;
    int n = robot.dof();
    periodNanos = Math.round(1e9 / robot.control().rateHz());
    states = new Mailbox<>(() -> new Arrival(n));
    actions = new Mailbox<>(() -> new PolicyAction(n));
    envelopes = new Mailbox<>(() -> new Envelope[] {levels.base()});
    command = new EffortCommand(n);
    input = new FilterInput(n, levels.base());
    dynamics = new RigidBodyDynamics(robot);
    nominal = new double[n];
    control = new Thread(this::runControl, "reins-control");
    helper = new Thread(this::runHelper, "reins-status");
    helper.setDaemon(true);
    commands = node.publisher(EffortCommand.type(n), "/effort_controller/commands", Qos.STATE);
    statusPublisher = node.publisher(FilterStatus.TYPE, "/safety_filter/status", Qos.RELIABLE);
    node.subscribe(
        JointState.type(robot.jointNames()), "/joint_states", Qos.STATE, this::receiveState);
    node.subscribe(
        PolicyAction.type(robot.jointNames()), "/policy/action", Qos.RELIABLE, this::receiveAction);
    node.subscribe(
        EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED, this::receiveEnvelope);
  }

  /** Starts the loop; it arms by itself once its inputs are there. */
  public void start() {
    helper.start();
    control.start();
  }

  /** Whether commands are being sent. */
  public boolean isArmed() {
    return armed;
  }

  /** One sentence when real-time scheduling was refused, else empty. */
  public String schedulingWarning() {
    return schedulingWarning;
  }

  /** Stops the loop and waits for its end; then the statistics are complete. */
  @Override
  public void close() {
    running = false;
    LockSupport.unpark(control);
    LockSupport.unpark(helper);
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the loop measured; complete after {@link #close}. */
  public LoopStatistics statistics() {
    return statistics;
  }

  private void receiveState(JointState m) {
    Arrival draft = states.draft();
    draft.nanos = NodeClock.nanos();
    draft.state.header.stampNanos = m.header.stampNanos;
    int n = robot.dof();
    System.arraycopy(m.position, 0, draft.state.position, 0, n);
    System.arraycopy(m.velocity, 0, draft.state.velocity, 0, n);
    System.arraycopy(m.effort, 0, draft.state.effort, 0, n);
    states.post();
    LockSupport.unpark(control);
  }

  private void receiveAction(PolicyAction m) {
    PolicyAction draft = actions.draft();
    draft.header.stampNanos = m.header.stampNanos;
    System.arraycopy(m.target, 0, draft.target, 0, robot.dof());
    System.arraycopy(m.stiffness, 0, draft.stiffness, 0, robot.dof());
    actions.post();
    actionSeen = true;
  }

  private void receiveEnvelope(EnvelopeUpdate m) {
    try {
      envelopes.draft()[0] = narrowed(m);
    } catch (IllegalArgumentException e) {
      // A planner that sends nonsense counts as silent.
      return;
    }
    envelopes.post();
    envelopeArrival = NodeClock.nanos();
  }

  /** The planner's envelope, no wider than the ladder allows at that level. */
  private Envelope narrowed(EnvelopeUpdate m) {
    Envelope widest = levels.at(m.level);
    return new Envelope(
        widest.level(),
        Math.min(m.speedScale, widest.speedScale()),
        Math.min(m.stiffnessScale, widest.stiffnessScale()),
        Math.max(m.margin, widest.margin()));
  }

  private void runControl() {
    try {
      warmUp();
      schedulingWarning = RealTime.tryFifo(FIFO_PRIORITY);
      if (awaitInputs()) {
        loop();
      }
    } finally {
      ended.countDown();
    }
  }

  /**
   * Runs the filter on made-up states until its code is compiled, and checks that it gives finite
   * commands.
   */
  private void warmUp() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(1);
    int n = robot.dof();
    FilterInput made = new FilterInput(n, levels.base());
    for (int k = 0; k < WARM_UP_CYCLES && running; k++) {
      for (int i = 0; i < n; i++) {
        made.q[i] = robot.posture()[i] + random.nextDouble(-0.5, 0.5);
        made.qd[i] = random.nextDouble(-1, 1);
        made.target[i] = made.q[i] + random.nextDouble(-0.5, 0.5);
        made.stiffness[i] = random.nextDouble(0, 5) * robot.joints().get(i).limits().effort();
      }
      made.stateFresh = k % 50 != 7;
      made.actionFresh = k % 50 < 40;
      made.dt = periodNanos * 1e-9;
      if (k % 100 == 0) {
        made.stateFresh = true;
        filter.forget();
        filter.reset(made);
      }
      FilterOutput out = filter.step(made);
      for (double u : out.command) {
        if (!Double.isFinite(u)) {
          throw new IllegalStateException(
              "self-test: the filter gave a command that is not finite");
        }
      }
      window.add(out, 0);
      statistics.warmUp(random.nextLong(LoopStatistics.MOST));
      nominal(made);
    }
    window.clear();
    statistics.reset();
  }

  private boolean awaitInputs() {
    boolean stateSeen = false;
    while (running) {
      stateSeen |= states.take();
      boolean planned = !options.filtering() || envelopes.hasNew() || envelopeArrival != 0;
      if (stateSeen && actionSeen && planned && commands.matched() > 0) {
        return true;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return false;
  }

  private void loop() {
    Arrival arrival = states.latest();
    copyState(arrival);
    input.stateFresh = true;
    input.envelope = levels.base();
    filter.forget();
    filter.reset(input);
    long lastStamp = arrival.state.header.stampNanos;
    long start = NodeClock.nanos();
    long last = start;
    long bytesBefore = 0;
    int settling = SETTLING_CYCLES;
    actions.take();
    while (running) {
      boolean fresh = awaitState(last + periodNanos * 3 / 2);
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
        arrival = states.latest();
        copyState(arrival);
        long stamp = arrival.state.header.stampNanos;
        input.dt = (stamp - lastStamp) * 1e-9;
        statistics.statesLost +=
            Math.max(0, Math.round((double) (stamp - lastStamp) / periodNanos) - 1);
        lastStamp = stamp;
      } else {
        input.dt = (begin - last) * 1e-9;
      }
      input.stateFresh = fresh;
      takeAction(lastStamp);
      takeEnvelope(begin);
      long beforeStep = NodeClock.nanos();
      FilterOutput out = compute();
      long afterStep = NodeClock.nanos();
      if (!commands.publish(command)) {
        statistics.commandsRefused++;
      }
      armed = true;
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
    armed = false;
  }

  private boolean awaitState(long deadline) {
    while (running) {
      if (states.take()) {
        return true;
      }
      long left = deadline - NodeClock.nanos();
      if (left <= 0) {
        return false;
      }
      LockSupport.parkNanos(left);
    }
    return false;
  }

  private void copyState(Arrival arrival) {
    int n = robot.dof();
    System.arraycopy(arrival.state.position, 0, input.q, 0, n);
    System.arraycopy(arrival.state.velocity, 0, input.qd, 0, n);
    System.arraycopy(arrival.state.effort, 0, input.acceptedEffort, 0, n);
  }

  /**
   * An action is as old as the state it answers; one that answers a future state is not to be
   * trusted either.
   */
  private void takeAction(long stateStamp) {
    if (actions.take()) {
      System.arraycopy(actions.latest().target, 0, input.target, 0, robot.dof());
      System.arraycopy(actions.latest().stiffness, 0, input.stiffness, 0, robot.dof());
    }
    double age = (stateStamp - actions.latest().header.stampNanos) * 1e-9;
    input.actionFresh = age <= options.actionTimeout() && age >= -options.actionTimeout();
  }

  private void takeEnvelope(long now) {
    envelopes.take();
    boolean alive = now - envelopeArrival < options.envelopeTimeout() * 1e9;
    input.envelope = alive ? envelopes.latest()[0] : levels.base();
  }

  private FilterOutput compute() {
    if (options.filtering()) {
      FilterOutput out = filter.step(input);
      System.arraycopy(out.command, 0, command.effort, 0, command.effort.length);
      return out;
    }
    nominal(input);
    System.arraycopy(nominal, 0, command.effort, 0, nominal.length);
    return null;
  }

  /** The policy's torque as it is; repeats the last one when an action or state is missing. */
  private void nominal(FilterInput in) {
    if (in.stateFresh && in.actionFresh) {
      dynamics.update(in.q, in.qd);
      impedance.torque(
          in.q,
          in.qd,
          in.target,
          in.stiffness,
          dynamics.massMatrix(),
          dynamics.coriolis(),
          nominal);
    }
  }

  private void count(FilterOutput out, boolean fresh, long period, long step, long response) {
    LoopStatistics s = statistics;
    s.add(fresh, period, step, response, periodNanos * 3 / 2);
    if (out == null) {
      return;
    }
    s.add(out);
    window.add(out, input.envelope.level());
    if (window.cycles() == CYCLES_PER_STATUS) {
      window.write(statuses.draft(), s.deadlineMisses);
      statuses.post();
      window.clear();
      LockSupport.unpark(helper);
    }
  }

  private void runHelper() {
    try {
      while (running) {
        if (statuses.take()) {
          FilterStatus status = statuses.latest();
          status.header.stampNanos = NodeClock.wallNanos();
          statusPublisher.publish(status);
        } else {
          LockSupport.parkNanos(20_000_000);
        }
      }
    } finally {
      ended.countDown();
    }
  }
}
