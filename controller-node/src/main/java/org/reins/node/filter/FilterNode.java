package org.reins.node.filter;

import java.nio.file.Path;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeException;
import org.reins.node.NodeShell;
import org.reins.node.lifecycle.LifecycleServer;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.lifecycle.ManagedNode;
import org.reins.node.messages.StandardServices;
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
  private static final long ACTIVATION_MS = 2_000;
  private static final long STOPPING_MS = 6_000;

  private final NodeShell shell;
  private final LiveTuning tuning;
  private final CrashMark mark;
  private final DetailReporter details;
  private final Permit permit;
  private final CurrentLoop loop = new CurrentLoop();
  private final LoopRequests requests;
  private final DriveWatch watch;
  private final FilterReporter reporter;
  private final LifecycleServer lifecycle;
  private final RobotControl control;
  private final Autostart autostart;
  private volatile Overseer overseer;
  private LoopStatistics statistics = new LoopStatistics();
  private String schedulingWarning = "";
  private String toldFailure = "";

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
    mark = new CrashMark(shell.snapshot().given("crash_mark"), shell.log()::warn);
    control = kind.of(shell, tuning);
    watch = new DriveWatch(loop, control, permit, shell.log());
    requests =
        new LoopRequests(
            loop,
            control,
            () -> DriveNeed.unmet(DriveNeed.FOR_RESET, this::objection),
            watch::forget,
            shell.log());
    shell.parameters().addCheck(new OperatorKey(shell.log()::warn)::objection);
    shell.parameters().addListener(tuning::take);
    details = new DetailReporter(shell);
    reporter =
        new FilterReporter(shell, tuning, this::scene, control::published, this::afterStatus);
    lifecycle = new LifecycleServer(shell.ros(), this, shell.log()::warn);
    autostart = new Autostart(lifecycle, this::missing, shell.log());
    shell.ros().serveApart(StandardServices.SET_BOOL, "~/pause", requests::pause);
    shell.ros().serve(StandardServices.TRIGGER, "~/reset_fault", q -> requests.resetFault());
    shell
        .ros()
        .serveApart(StandardServices.TRIGGER, "~/emergency_stop", q -> requests.emergencyStop());
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
    autostart.start();
  }

  private String missing() {
    return DriveNeed.unmet(DriveNeed.FOR_ACTIVATION, this::objection);
  }

  /** Why a need is not met now, as one sentence; empty if it is. */
  private String objection(DriveNeed need) {
    Overseer link = overseer;
    return switch (need) {
      case CONFIGURED -> loop.get() == null ? "it is not configured" : "";
      case NO_EMERGENCY_STOP -> requests.objection();
      case ACTIVE -> loop.active() == null ? LoopRequests.INACTIVE : "";
      case NO_OTHER_COMMANDER -> control.topic().intruder();
      case NO_OTHER_STATE_SOURCE -> watch.rival();
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
    loop.set(made);
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
    if (loop.get() == null) {
      throw new IllegalStateException("the node is not configured");
    }
    return loop.get().rehearsal();
  }

  @Override
  public synchronized String activate() {
    String forbidden = permit.check();
    String missing = forbidden.isEmpty() ? missing() : forbidden;
    if (!missing.isEmpty()) {
      return missing;
    }
    LoopThread thread = loop.get().thread();
    thread.activate();
    if (!Await.until(thread::isActive, ACTIVATION_MS)) {
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
    LoopThread thread = loop.get().thread();
    thread.deactivate();
    if (!Await.until(() -> !thread.isActive(), STOPPING_MS)) {
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
    ControlLoop ending = loop.get();
    if (ending != null) {
      ending.thread().close();
      control.end();
      statistics = ending.statistics();
      schedulingWarning = ending.thread().schedulingWarning();
      loop.set(null);
      permit.end();
    }
  }

  /** Runs after each status: watches for other nodes, and logs changes. */
  private void afterStatus() {
    requests.writeLog();
    watch.look();
    ControlLoop running = loop.get();
    if (running != null) {
      details.publish(running.probe(), control);
    }
  }

  private FilterReporter.Scene scene() {
    ControlLoop running = loop.get();
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
        failure.isEmpty() ? watch.problem() : failure,
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
    ControlLoop now = loop.get();
    return now == null ? schedulingWarning : now.thread().schedulingWarning();
  }

  /** The measurements of the last loop; complete after {@link #close} or a clean-up. */
  public synchronized LoopStatistics statistics() {
    return statistics;
  }

  /** The tuning used by the last cycle; null before the first cycle. */
  FilterTuning inForce() {
    ControlLoop now = loop.get();
    return now == null ? null : now.inForce();
  }

  /** Stops the robot if the node is active, ends the loop and waits for it. */
  @Override
  public void close() {
    autostart.close();
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
