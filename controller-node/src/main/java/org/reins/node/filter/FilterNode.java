package org.reins.node.filter;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterReason;
import org.reins.node.NodeException;
import org.reins.node.NodeShell;
import org.reins.node.lifecycle.LifecycleServer;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.lifecycle.ManagedNode;
import org.reins.node.messages.StandardServices;
import org.reins.node.messages.StandardServices.Outcome;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.process.NodeClock;
import org.reins.node.watchdog.Overseer;
import org.reins.node.watchdog.WatchdogLink;
import org.reins.robot.model.RobotModel;
import org.reins.robot.model.RobotWarnings;

/**
 * The controller node: a managed node around the {@link ControlLoop} of an arm or of a legged
 * robot. Configuring loads and checks robot, barrier and constraints and runs the self-test;
 * activating requires fresh inputs and that no other node commands the robot; deactivating brings
 * the robot to rest first. {@code ~/pause}, {@code ~/reset_fault} and {@code ~/emergency_stop} act
 * on the active loop.
 */
public final class FilterNode implements ManagedNode, AutoCloseable {
  private static final String INACTIVE = "the filter is not active";
  private static final long ACTIVATION_MS = 2_000;
  private static final long STOPPING_MS = 6_000;
  private static final long RESET_MS = 1_000;
  private static final long RETRY_MS = 20;
  private static final long TELL_AGAIN_NANOS = 5_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final NodeShell shell;
  private final LiveTuning tuning;
  private final StopTeller stops;
  private final HeldTeller held;
  private final LaterLog later = new LaterLog();
  private final CrashMark mark;
  private final DetailReporter details;
  private final Permit permit;
  private final StopRequests emergencies = new StopRequests();
  private final FilterReporter reporter;
  private final LifecycleServer lifecycle;
  private volatile boolean running = true;
  private final RobotControl control;
  private volatile ControlLoop loop;
  private volatile Overseer overseer;
  private LoopStatistics statistics = new LoopStatistics();
  private String schedulingWarning = "";
  private String toldFailure = "";
  // Of the reporter's thread.
  private String toldActions = "";
  private long warned;
  private volatile String intruder = "";
  private String toldPermit = "";
  private Thread starter;

  /** Creates the part that depends on the kind of robot. */
  public interface Kind {
    /** Creates no topic yet. */
    RobotControl of(NodeShell shell, LiveTuning tuning);
  }

  /**
   * Creates the node's services; unconfigured.
   *
   * @param levels the planner's ladder of envelope levels
   */
  public FilterNode(NodeShell shell, EnvelopeLevels levels, Kind kind) {
    this(shell, levels, kind, Permit.NOT_NEEDED);
  }

  /**
   * Creates the node's services; unconfigured.
   *
   * @param levels the planner's ladder of envelope levels
   * @param permit whether the robot may be driven; ended with this node
   */
  public FilterNode(NodeShell shell, EnvelopeLevels levels, Kind kind, Permit permit) {
    this.shell = shell;
    this.permit = permit;
    tuning = new LiveTuning(levels, shell);
    stops = new StopTeller(shell.log());
    held = new HeldTeller(shell.log());
    mark = new CrashMark(shell.snapshot().given("crash_mark"), shell.log()::warn);
    control = kind.of(shell, tuning);
    shell.parameters().addCheck(new OperatorKey(shell.log()::warn)::objection);
    shell.parameters().addListener(tuning::take);
    details = new DetailReporter(shell);
    reporter = new FilterReporter(shell, tuning, this::scene, control::published, this::watch);
    lifecycle = new LifecycleServer(shell.ros(), this, shell.log()::warn);
    shell.ros().serveApart(StandardServices.SET_BOOL, "~/pause", this::pause);
    shell.ros().serve(StandardServices.TRIGGER, "~/reset_fault", q -> resetFault());
    shell.ros().serveApart(StandardServices.TRIGGER, "~/emergency_stop", q -> emergencyStop());
  }

  /**
   * If the parameter {@code autostart} is set, configures, and activates once all inputs have
   * arrived, if refused again after five seconds; but not after a crash.
   *
   * @throws NodeException when it cannot be configured, with one sentence
   */
  public void start() {
    if (!shell.snapshot().flag("autostart")) {
      return;
    }
    String objection = lifecycle.change("configure");
    if (!objection.isEmpty()) {
      throw new NodeException(objection);
    }
    String crashed = mark.found();
    if (!crashed.isEmpty()) {
      shell.log().warn(crashed);
      return;
    }
    starter = new Thread(this::activateWhenReady, "reins-start");
    starter.setDaemon(true);
    starter.start();
  }

  private void activateWhenReady() {
    long tell = NodeClock.nanos() + TELL_AGAIN_NANOS;
    long tryFrom = NodeClock.nanos();
    while (running && lifecycle.state() == LifecycleState.INACTIVE) {
      String missing = missing();
      if (missing.isEmpty() && NodeClock.nanos() - tryFrom >= 0) {
        if (lifecycle.change("activate").isEmpty()) {
          return;
        }
        // An input failed in between, which was said. It may be good again soon.
        tryFrom = NodeClock.nanos() + TELL_AGAIN_NANOS;
      }
      if (!missing.isEmpty() && NodeClock.nanos() - tell > 0) {
        shell.log().info("waiting: " + missing);
        tell = NodeClock.nanos() + TELL_AGAIN_NANOS;
      }
      LockSupport.parkNanos(RETRY_MS * 1_000_000);
    }
  }

  private String missing() {
    return DriveNeed.unmet(DriveNeed.FOR_ACTIVATION, this::objection);
  }

  /** Why a need is not met now, as one sentence; empty if it is. */
  private String objection(DriveNeed need) {
    Overseer link = overseer;
    return switch (need) {
      case CONFIGURED -> loop == null ? "it is not configured" : "";
      case NO_EMERGENCY_STOP -> emergencies.objection();
      case ACTIVE -> active() == null ? INACTIVE : "";
      case NO_OTHER_COMMANDER -> control.topic().intruder();
      case NO_OTHER_STATE_SOURCE -> rival();
      case AS_SIGNED -> permit.difference();
      case INPUTS -> control.missing(shell.snapshot());
      case COMMANDS_TAKEN -> control.topic().objection();
      case WATCHDOG -> link == null ? "" : link.objection(NodeClock.nanos());
      // The loop looks for it, in the cycle that starts or resets.
      case USABLE_MEASUREMENT -> "";
    };
  }

  @Override
  public synchronized String configure() {
    ParameterSnapshot p = shell.snapshot();
    try {
      permit.prepare(p);
      control.load(p);
      if (overseer == null) {
        overseer = Overseer.both(watchdog(p, p.given("watchdog.file")), control.overseer());
      }
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
    String changed = permit.loaded();
    if (!changed.isEmpty()) {
      return changed;
    }
    ControlLoop made = control.start(p, reporter.statuses);
    String failed = made.thread().awaitSelfTest();
    if (!failed.isEmpty()) {
      made.thread().close();
      permit.end();
      control.end();
      return failed;
    }
    made.watchedBy(overseer);
    loop = made;
    shell.log().info("configured for robot " + control.description());
    RobotWarnings.of(control.robot()).forEach(shell.log()::warn);
    return "";
  }

  private Overseer watchdog(ParameterSnapshot p, String file) {
    if (file.isEmpty()) {
      return null;
    }
    WatchdogLink link = new WatchdogLink(Path.of(file), control.robot(), p.text("output.mode"));
    // A watchdog that holds the robot may be reset once a filter is back, active or not.
    link.objection(NodeClock.nanos());
    return link;
  }

  /** Description of the configured robot, in words. */
  public synchronized String description() {
    return control.description();
  }

  /**
   * How long a cycle took in the self-test.
   *
   * @throws IllegalStateException if the node is not configured
   */
  public synchronized RehearsalTimes rehearsal() {
    if (loop == null) {
      throw new IllegalStateException("the node is not configured");
    }
    return loop.rehearsal();
  }

  @Override
  public synchronized String activate() {
    String forbidden = permit.check();
    String missing = forbidden.isEmpty() ? missing() : forbidden;
    if (!missing.isEmpty()) {
      return missing;
    }
    LoopThread thread = loop.thread();
    thread.activate();
    if (!await(thread::isActive, ACTIVATION_MS)) {
      thread.deactivate();
      return "no state arrived on " + control.states().topic() + " to start with";
    }
    mark.set();
    shell.log().info("active");
    if (!thread.schedulingWarning().isEmpty()) {
      shell.log().warn(thread.schedulingWarning());
    }
    return "";
  }

  @Override
  public synchronized String deactivate() {
    LoopThread thread = loop.thread();
    thread.deactivate();
    if (!await(() -> !thread.isActive(), STOPPING_MS)) {
      return "the loop did not stop within " + STOPPING_MS / 1000 + " s";
    }
    mark.clear();
    shell.log().info("inactive: the robot rests, and no commands are sent any more");
    return "";
  }

  @Override
  public synchronized String cleanup() {
    endLoop();
    return "";
  }

  private void endLoop() {
    if (loop != null) {
      loop.thread().close();
      control.end();
      statistics = loop.statistics();
      schedulingWarning = loop.thread().schedulingWarning();
      loop = null;
      permit.end();
    }
  }

  /** The thread of the loop that sends; null when no loop sends. */
  private LoopThread active() {
    ControlLoop now = loop;
    return now == null || !now.thread().isActive() ? null : now.thread();
  }

  private Outcome pause(boolean on) {
    LoopThread now = active();
    if (now == null) {
      return new Outcome(false, INACTIVE);
    }
    now.pause(on);
    later.add(() -> shell.log().info(on ? "paused" : "resumed"));
    return new Outcome(true, on ? "paused" : "resumed");
  }

  private Outcome emergencyStop() {
    emergencies.make();
    ControlLoop now = loop;
    if (now != null) {
      // Also one that does not send yet: it may be about to.
      now.thread().stop(FilterReason.EMERGENCY_STOP);
    }
    later.add(() -> shell.log().warn("emergency stop"));
    return new Outcome(
        true,
        active() != null
            ? "stopped until ~/reset_fault"
            : "the filter is not active: nothing is sent, and it is not activated before"
                + " ~/reset_fault");
  }

  private Outcome resetFault() {
    int requests = emergencies.made();
    LoopThread now = active();
    if (now == null) {
      return resetInactive(requests);
    }
    String why = DriveNeed.unmet(DriveNeed.FOR_RESET, this::objection);
    if (!why.isEmpty()) {
      return new Outcome(false, "not reset: " + why);
    }
    intruder = "";
    now.resetFault();
    boolean done = await(() -> !now.isLatched(), RESET_MS);
    if (!done) {
      // A refused request stays refused: it must not take effect later.
      now.resetDone();
    } else {
      emergencies.reset(requests);
    }
    return new Outcome(
        done, done ? "reset" : "not reset: within 1 s there was not " + control.resetNeeds());
  }

  private Outcome resetInactive(int requests) {
    if (emergencies.objection().isEmpty()) {
      return new Outcome(false, INACTIVE);
    }
    ControlLoop now = loop;
    if (now != null) {
      now.thread().takeStop();
    }
    emergencies.reset(requests);
    later.add(() -> shell.log().info("the emergency stop was reset: the filter may be activated"));
    return new Outcome(true, "reset: the filter is not active, and may be activated");
  }

  private static boolean await(BooleanSupplier condition, long milliseconds) {
    long until = NodeClock.nanos() + milliseconds * 1_000_000;
    while (!condition.getAsBoolean() && NodeClock.nanos() - until < 0) {
      LockSupport.parkNanos(2_000_000);
    }
    return condition.getAsBoolean();
  }

  /**
   * Two nodes that command one robot, or two that publish its state, are unsafe: when a second one
   * appears, this node stops.
   */
  private void watchOthers() {
    LoopThread now = active();
    String commander = now == null ? "" : control.topic().intruder();
    String there = now == null || !commander.isEmpty() ? commander : rival();
    if (there.equals(intruder)) {
      return;
    }
    intruder = there;
    if (!there.isEmpty()) {
      now.stop(
          commander.isEmpty() ? FilterReason.OTHER_STATE_SOURCE : FilterReason.OTHER_COMMANDER);
      shell.log().error("stops: " + there);
    }
  }

  /** What the robot may be driven with must stay as it was when it was allowed. */
  private void watchPermit() {
    LoopThread now = active();
    String forbidden = now == null ? "" : permit.difference();
    if (forbidden.equals(toldPermit)) {
      return;
    }
    toldPermit = forbidden;
    if (!forbidden.isEmpty()) {
      now.stop(FilterReason.NOT_AS_SIGNED);
      shell.log().error("stops: " + forbidden);
    }
  }

  /** Which other node sends states of the robot, as one sentence; empty if none does. */
  private String rival() {
    JointStates states = control.states();
    return states == null ? "" : states.rival();
  }

  /** Called once a second: reports irregularities that do not stop operation. */
  private void warn() {
    long now = NodeClock.nanos();
    if (now - warned > SECOND && active() != null) {
      warned = now;
      JointStates states = control.states();
      String warning = states == null ? "" : states.rateWarning();
      if (!warning.isEmpty()) {
        shell.log().warn(warning);
      }
      held.tell(control.held());
      String actions = control.actionWarning();
      if (!actions.equals(toldActions)) {
        toldActions = actions;
        if (!actions.isEmpty()) {
          shell.log().warn(actions);
        }
      }
    }
  }

  /** Runs after each status: watches for other nodes, and logs changes. */
  private void watch() {
    later.write();
    watchOthers();
    watchPermit();
    warn();
    ControlLoop running = loop;
    if (running != null) {
      details.publish(running.probe(), control);
      stops.tell(
          running.thread(),
          running.effort(),
          control.robot(),
          control.states(),
          control.resetNeeds());
    }
  }

  private FilterReporter.Scene scene() {
    ControlLoop running = loop;
    RobotModel robot = control.robot();
    String failure = running == null ? "" : running.thread().failure();
    if (!failure.equals(toldFailure)) {
      toldFailure = failure;
      if (!failure.isEmpty()) {
        shell.log().error(failure);
      }
    }
    return new FilterReporter.Scene(
        lifecycle == null ? "starting" : lifecycle.state().label(),
        failure.isEmpty() ? (intruder.isEmpty() ? toldPermit : intruder) : failure,
        robot == null ? "" : robot.name(),
        lifecycle == null || lifecycle.state() != LifecycleState.INACTIVE ? "" : missing(),
        running == null ? "" : DetailReporter.responses(running.probe().takeResponses()),
        control.states() == null ? 0 : control.states().takeLongestWait(),
        overseer == null ? "none" : overseer.words(NodeClock.nanos()),
        control.recording(),
        status -> control.markers(status, shell.time().stampNanos()));
  }

  /** The lifecycle. */
  public LifecycleState state() {
    return lifecycle.state();
  }

  /** One sentence when real-time scheduling was refused, else empty. */
  public synchronized String schedulingWarning() {
    return loop == null ? schedulingWarning : loop.thread().schedulingWarning();
  }

  /** The measurements of the last loop; complete after {@link #close} or a clean-up. */
  public synchronized LoopStatistics statistics() {
    return statistics;
  }

  /** The tuning used by the last cycle; null before the first cycle. */
  FilterTuning inForce() {
    ControlLoop now = loop;
    return now == null ? null : now.inForce();
  }

  /** Stops the robot if the node is active, ends the loop and waits for it. */
  @Override
  public void close() {
    running = false;
    if (lifecycle.state() == LifecycleState.ACTIVE) {
      lifecycle.change("deactivate");
    }
    synchronized (this) {
      endLoop();
    }
    if (overseer != null) {
      overseer.close();
    }
    reporter.close();
  }
}
