package org.reins.node.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.process.NodeClock;
import org.reins.node.process.Waiting;
import org.reins.node.ros.SampleListener;
import org.reins.node.watchdog.Overseer;
import org.reins.robot.model.RobotModel;

/**
 * States and references from the robot's controller, and commands to it, over its shared file. A
 * thread of its own looks for the file, and delivers states until the control thread polls for them
 * itself. Receiving and sending neither wait nor allocate.
 */
final class ControllerLink implements Overseer {
  // A controller that has not written for this long is gone, ns.
  private static final long GONE = 100_000_000;
  // A filter that drives for this long while the controller does not follow it stops, ns.
  private static final long IGNORED = 40_000_000;
  private static final long LOOK_AGAIN = 200_000_000;
  private static final long SERVING = 200_000;
  private static final long POLLED_LATELY = 20_000_000;
  // The control thread waits actively from this long before a state is due, ns.
  private static final long ACTIVELY = 250_000;

  private static final long IDLE = 0;
  private static final long DRIVING = 1;
  private static final long STOPPED = 2;

  private final Path file;
  private final RobotModel robot;
  private final String mode;
  private final int n;
  private final long period;
  private final long session;
  private final AtomicBoolean receiving = new AtomicBoolean();
  private final AtomicBoolean acting = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final JointState state;
  private final PolicyAction action;
  private final BrakeAdvice advice;
  private final long[] words;
  private final long[] command;
  private final Thread thread;
  private volatile SampleListener<JointState> states;
  private volatile SampleListener<PolicyAction> actions;
  private volatile ControllerPage page;
  private volatile boolean running = true;
  private volatile boolean referenced;
  private volatile long polled;
  private volatile long arrived;
  private volatile long stamp;
  private volatile long code;
  private volatile long reason;
  private volatile long cycle;
  private volatile String refusal = "";
  private Object opened;
  // Of the thread that receives.
  private long seen;
  // Of the control thread.
  private long drivesSince;

  /**
   * Starts to look for the controller's file, which need not exist yet.
   *
   * @param mode {@code output.mode}
   * @throws ControllerException if the controller has no such mode
   */
  ControllerLink(Path file, RobotModel robot, String mode) {
    ControllerPage.kind(mode);
    this.file = file;
    this.robot = robot;
    this.mode = mode;
    n = robot.dof();
    period = Math.round(1e9 / robot.control().rateHz());
    session = ProcessHandle.current().pid() << 32 ^ NodeClock.nanos();
    state = new JointState(n);
    action = new PolicyAction(n);
    advice = mode.equals("effort") ? new BrakeAdvice(robot) : null;
    words = new long[ControllerPage.stateWords(n)];
    command = new long[ControllerPage.commandWords(n)];
    command[3] = session;
    lookFor();
    thread = new Thread(this::serve, "reins-controller-link");
    thread.setDaemon(true);
    thread.start();
  }

  /** Sets who receives the states. */
  void states(SampleListener<JointState> listener) {
    states = listener;
  }

  /** Sets who receives a preceding controller's references. */
  void actions(SampleListener<PolicyAction> listener) {
    actions = listener;
  }

  /** Whether a preceding controller gives the actions now. */
  boolean isReferenced() {
    return referenced;
  }

  /** Begins to deliver an action; false if another thread delivers one right now. */
  boolean beginAction() {
    return acting.compareAndSet(false, true);
  }

  /** Ends what {@link #beginAction} began. */
  void endAction() {
    acting.set(false);
  }

  private void serve() {
    long lookedAt = NodeClock.nanos();
    while (running) {
      long now = NodeClock.nanos();
      if (now - lookedAt > LOOK_AGAIN && isGone(now)) {
        lookFor();
        lookedAt = now;
      }
      boolean left = now - polled > POLLED_LATELY;
      if (left) {
        receive();
      }
      LockSupport.parkNanos(page == null || !left ? POLLED_LATELY : SERVING);
    }
    ended.countDown();
  }

  /**
   * A controller that was started again has a new file under the old name. One that is only not
   * active keeps its file.
   */
  private void lookFor() {
    Object key = key();
    ControllerPage old = page;
    if (key != null && key.equals(opened) && old != null) {
      return;
    }
    page = null;
    if (old != null) {
      old.close();
    }
    try {
      page = ControllerPage.open(file, robot, mode);
      opened = key;
      refusal = "";
    } catch (ControllerException e) {
      refusal = String.valueOf(e.getMessage());
    }
  }

  /** Identifies the file under the name; null if there is none. */
  private Object key() {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  private boolean isGone(long now) {
    return page == null || Math.abs(now - stamp) > GONE;
  }

  /** Delivers a new state on the calling thread, which is the control thread. */
  void poll() {
    polled = NodeClock.nanos();
    receive();
  }

  private void receive() {
    ControllerPage from = page;
    if (from == null || !receiving.compareAndSet(false, true)) {
      return;
    }
    try {
      long number = from.state.number();
      if (number != seen && number > 0 && from.state.read(words) > 0) {
        seen = number;
        take(from.session);
      }
    } catch (InternalError e) {
      // Somebody has cut the file: no states come, and the filter brakes.
      page = null;
    } finally {
      receiving.set(false);
    }
  }

  private void take(long sender) {
    cycle = words[ControllerPage.CYCLE];
    stamp = words[ControllerPage.STAMP];
    reason = words[ControllerPage.REASON];
    code = words[ControllerPage.MODE];
    arrived = NodeClock.nanos();
    long flags = words[ControllerPage.FLAGS];
    boolean measured = (flags & ControllerPage.EFFORT_MEASURED) != 0;
    referenced = (flags & ControllerPage.REFERENCE_GIVEN) != 0;
    state.header.stampNanos = words[ControllerPage.WALL];
    boolean velocity = true;
    boolean effort = measured;
    for (int i = 0; i < n; i++) {
      state.position[i] = number(i);
      state.velocity[i] = number(n + i);
      state.effort[i] = measured ? number(2 * n + i) : Double.NaN;
      velocity &= !Double.isNaN(state.velocity[i]);
      effort &= !Double.isNaN(state.effort[i]);
    }
    state.hasVelocity = velocity;
    state.hasEffort = effort;
    SampleListener<PolicyAction> wants = actions;
    if (referenced && wants != null && beginAction()) {
      action.header.stampNanos = state.header.stampNanos;
      for (int i = 0; i < n; i++) {
        action.target[i] = number(4 * n + i);
        action.stiffness[i] = number(5 * n + i);
      }
      wants.receive(action, sender);
      endAction();
    }
    SampleListener<JointState> hears = states;
    if (hears != null) {
      hears.receive(state, sender);
    }
  }

  private double number(int at) {
    return Double.longBitsToDouble(words[ControllerPage.STATE_HEAD + at]);
  }

  /**
   * Waits for a state: asleep until shortly before one is due, then actively. A robot that has
   * fallen silent is not waited for actively.
   */
  void pause(long nanos) {
    long now = NodeClock.nanos();
    long due = arrived + period - ACTIVELY;
    boolean silent = now - arrived > 3 * period;
    ControllerPage from = page;
    if (from == null || silent || due > now) {
      LockSupport.parkNanos(Math.min(nanos, silent ? SERVING : Math.max(1, due - now)));
      return;
    }
    try {
      while (from.state.number() == seen && NodeClock.nanos() - now < nanos) {
        Thread.onSpinWait();
      }
    } catch (InternalError e) {
      page = null;
    }
  }

  /**
   * Sends a command that answers the last state; control thread only.
   *
   * @param values in the unit of the mode; not retained
   * @return false if there is no controller
   */
  boolean send(double[] values) {
    command[0] = cycle;
    for (int i = 0; i < n; i++) {
      command[ControllerPage.COMMAND_HEAD + i] = Double.doubleToRawLongBits(values[i]);
    }
    return write();
  }

  private boolean write() {
    ControllerPage to = page;
    if (to == null) {
      return false;
    }
    command[1] = NodeClock.nanos();
    try {
      to.command.write(command);
      return true;
    } catch (InternalError e) {
      page = null;
      return false;
    }
  }

  @Override
  public void beat(boolean stopped, long now) {
    say(stopped ? STOPPED : DRIVING, now);
    ControllerPage to = page;
    if (advice != null && to != null) {
      try {
        advice.write(to.brake, cycle, state.position, state.velocity);
      } catch (InternalError e) {
        page = null;
      }
    }
  }

  @Override
  public void rest(long now) {
    say(IDLE, now);
  }

  private void say(long what, long now) {
    if (command[2] != what) {
      command[2] = what;
      drivesSince = now;
      write();
    }
  }

  @Override
  public boolean objects(long now) {
    ControllerMode is = ControllerMode.of(code);
    boolean ignored = command[2] == DRIVING && is != ControllerMode.FOLLOWING;
    return page == null || is.isTaken() || ignored && now - drivesSince > IGNORED;
  }

  @Override
  public String objection(long now) {
    if (page == null) {
      return refusal;
    }
    if (isGone(now)) {
      return "the controller of " + file + " sends no states: activate it";
    }
    return ControllerMode.of(code).isTaken()
        ? "the controller has taken the robot because "
            + ControllerMode.reason(reason)
            + ": call its service ~/reset once the robot rests"
        : "";
  }

  @Override
  public String words(long now) {
    if (isGone(now)) {
      return "controller: not active";
    }
    ControllerMode is = ControllerMode.of(code);
    return "controller: "
        + is.words()
        + (is.isTaken() ? ", because " + ControllerMode.reason(reason) : "");
  }

  /** Whether states come. */
  boolean isActive() {
    return !isGone(NodeClock.nanos());
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
    ControllerPage last = page;
    page = null;
    if (last != null) {
      last.close();
    }
  }
}
