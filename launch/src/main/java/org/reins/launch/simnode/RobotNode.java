package org.reins.launch.simnode;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.node.messages.Clock;
import org.reins.node.messages.Goal;
import org.reins.node.messages.JointState;
import org.reins.node.messages.StandardServices;
import org.reins.node.process.NodeClock;
import org.reins.node.process.RealTime;
import org.reins.node.process.Waiting;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.DriverProfile;
import org.reins.sim.Judge;
import org.reins.sim.ReachTask;
import org.reins.sim.SimBackend;
import org.reins.sim.SimulatedDriver;
import org.reins.sim.Violation;

/**
 * The simulated robot in real time: every period it takes the newest command, steps, judges, and
 * publishes {@code /joint_states}, through a driver that delays, rounds and loses states and
 * commands as its {@link DriverProfile} says. Until the first command it stands on its brakes. A
 * missing command repeats the last torque; after as many in a row as the robot file says, the
 * brakes close, as on the real robot.
 *
 * <p>Time in the world is counted in steps. When this process itself was held up, the world stood
 * still meanwhile: a few periods are caught up, more are not.
 */
public final class RobotNode implements AutoCloseable {
  private static final int TRACE_EVERY = 20;
  private static final int GOAL_EVERY = 20;
  private static final int FIFO_PRIORITY = 45;
  private static final int MOST_NOTES = 50;
  private static final int LATE_PERIODS = 5;

  private final RobotModel robot;
  private final RobotRun run;
  private final double dt;
  private final long periodNanos;
  private final WorldPace pace;
  private final SimBackend arm;
  private final Judge judge;
  private final ReachTask task;
  private final Trace trace;
  private final RobotState state;
  private final ArmMotors motors;
  private final SimulatedDriver driver;
  private final FilterInput sensed;
  private final boolean takesTorques;
  private final RosPublisher<JointState> states;
  private final RosPublisher<Goal> goals;
  private final RosPublisher<Clock> clock;
  private final Clock clockMessage = new Clock();
  private final JointState stateMessage;
  private final Goal goalMessage = new Goal();
  private final double[] applied;
  private final double[] tool = new double[3];
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean engaged;
  private volatile double worldTime;
  private volatile long pushNanos;
  private volatile boolean pushAsked;
  private volatile boolean endAsked;
  private double pushBegan = Double.NaN;
  private volatile long endNanos;
  private volatile String schedulingWarning = "";
  private long steps;
  private long commandsMissing;
  private long brakeStops;
  private boolean braking;
  private final List<ViolationNote> notes = new ArrayList<>();
  private final long[] events = new long[Violation.values().length];
  private final boolean[] missed = new boolean[ViolationNote.RECENTLY];
  private final long[] stood = new long[ViolationNote.RECENTLY];

  /**
   * Creates the node's topics; {@link #start} starts it.
   *
   * @param arm the simulated robot; closed with the node
   * @param commands what it takes: effort, velocity, position or trajectory
   * @param profile what the driver does
   * @param clock whether {@code /clock} is published
   */
  public RobotNode(
      RosNode node,
      SimBackend arm,
      String commands,
      RobotRun run,
      DriverProfile profile,
      boolean clock) {
    this.arm = arm;
    robot = arm.robot();
    this.run = run;
    int n = robot.dof();
    dt = 1 / robot.control().rateHz();
    periodNanos = Math.round(1e9 * dt);
    pace = new WorldPace(periodNanos);
    judge = new Judge(robot);
    task = new ReachTask(run.slotSeconds());
    trace = new Trace((int) Math.ceil(run.seconds() / dt / TRACE_EVERY) + 1);
    state = new RobotState(n);
    stateMessage = new JointState(n);
    stateMessage.header.frame = CdrWriter.utf8("base_link");
    goalMessage.header.frame = CdrWriter.utf8("base_link");
    applied = new double[n];
    thread = new Thread(this::runWorld, "reins-robot");
    states = node.publisher(JointState.type(robot.jointNames()), "joint_states", Qos.COMMAND);
    this.clock = clock ? node.publisher(Clock.TYPE, "/clock", Qos.STATE) : null;
    goals = node.publisher(Goal.TYPE, "goal", Qos.RELIABLE);
    motors = ArmMotors.of(commands, node, robot, dt);
    node.serve(StandardServices.TRIGGER, "~/push", q -> ask(() -> pushAsked = true, "pushes"));
    node.serve(StandardServices.TRIGGER, "~/end", q -> ask(() -> endAsked = true, "ends"));
    takesTorques = commands.equals("effort");
    driver = new SimulatedDriver(robot, profile, dt);
    sensed = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
  }

  private StandardServices.Outcome ask(Runnable request, String done) {
    boolean moves = engaged && endNanos == 0;
    if (moves) {
      request.run();
    }
    return new StandardServices.Outcome(moves, moves ? done : "the robot does not move");
  }

  /** Starts the world. */
  public void start() {
    thread.start();
  }

  /**
   * Waits for the end of the run.
   *
   * @return false when no command came in this time, or the run did not end in it
   */
  public boolean awaitEnd(double seconds) throws InterruptedException {
    return ended.await(Math.round(seconds * 1000), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
    arm.close();
  }

  private void runWorld() {
    try {
      System.gc();
      schedulingWarning = RealTime.tryFifo(FIFO_PRIORITY);
      RealTime.raiseVirtualMachine();
      arm.reset(run.seed(), robot.posture(), state);
      judge.reset();
      task.reset(run.seed());
      long stamp = NodeClock.wallNanos();
      pace.begin();
      long total = Math.round(run.seconds() / dt);
      driver.reset(run.seed(), state);
      while (running && !endAsked && steps < total) {
        boolean came = motors.take();
        driver.send(came ? motors.commanded() : null);
        engaged |= came;
        if (engaged) {
          if (!came) {
            commandsMissing++;
          }
          missed[(int) (steps % missed.length)] = !came;
          stood[(int) (steps % stood.length)] = pace.slips();
          if (driver.isBraking() && !braking) {
            brakeStops++;
          }
          braking = driver.isBraking();
          advance();
        }
        driver.sample(state);
        publish(stamp);
        stamp += periodNanos + pace.awaitNext();
        // What held this thread up before the first period, or a clock that was set, would make
        // every later state look old.
        long wall = NodeClock.wallNanos();
        stamp = Math.abs(wall - stamp) > LATE_PERIODS * periodNanos ? wall : stamp;
      }
    } finally {
      endNanos = NodeClock.nanos();
      ended.countDown();
    }
  }

  private void advance() {
    push();
    // Mechanical brakes are not the controller's doing.
    boolean driven = !takesTorques && !braking;
    System.arraycopy(
        driven ? motors.torque(state) : driver.torque(state), 0, applied, 0, applied.length);
    if (driven) {
      driver.hold(applied);
    }
    arm.step(applied, dt, state);
    judge.observe(
        arm.trueQ(), arm.trueQd(), takesTorques ? driver.accepted() : motors.commanded(), dt);
    note();
    judge.tool(tool);
    task.observe(state.time, tool);
    worldTime = state.time;
    if (steps % TRACE_EVERY == 0) {
      record();
    }
    steps++;
  }

  private void note() {
    for (Violation v : Violation.values()) {
      if (judge.events(v) > events[v.ordinal()] && notes.size() < MOST_NOTES) {
        int missing = 0;
        for (boolean m : missed) {
          missing += m ? 1 : 0;
        }
        long before = stood[(int) ((steps + 1) % stood.length)];
        notes.add(new ViolationNote(state.time, v, missing, pace.slips() - before, braking));
      }
      events[v.ordinal()] = judge.events(v);
    }
  }

  private void push() {
    boolean due = run.disturb() && pushNanos == 0 && state.time >= run.pushAt();
    if (due || pushAsked) {
      pushAsked = false;
      pushBegan = state.time;
      pushNanos = NodeClock.nanos();
      arm.push(0, -RobotRun.PUSH_FORCE, 0);
    } else if (state.time - pushBegan >= RobotRun.PUSH_SECONDS) {
      pushBegan = Double.NaN;
      arm.push(0, 0, 0);
    }
  }

  private void record() {
    double[] row = trace.next();
    if (row == null) {
      return;
    }
    row[0] = state.time;
    System.arraycopy(tool, 0, row, 1, 3);
    System.arraycopy(task.goal(), 0, row, 4, 3);
    row[7] = judge.zoneClearance();
    row[8] = judge.tableClearance();
    row[9] = 0;
    row[10] = 0;
    for (int i = 0; i < applied.length; i++) {
      JointLimits l = robot.joints().get(i).limits();
      row[9] = Math.max(row[9], Math.abs(arm.trueQd()[i]) / l.velocity());
      row[10] = Math.max(row[10], Math.abs(applied[i]) / l.effort());
    }
  }

  private void publish(long stamp) {
    int n = applied.length;
    if (driver.receive(sensed)) {
      stateMessage.header.stampNanos = stamp - Math.round(1e9 * sensed.stateAge);
      System.arraycopy(sensed.q, 0, stateMessage.position, 0, n);
      System.arraycopy(sensed.qd, 0, stateMessage.velocity, 0, n);
      System.arraycopy(sensed.acceptedEffort, 0, stateMessage.effort, 0, n);
      states.publish(stateMessage);
    }
    if (clock != null) {
      clockMessage.nanos = stamp;
      clock.publish(clockMessage);
    }
    if (steps % GOAL_EVERY == 0) {
      goalMessage.header.stampNanos = stamp;
      goalMessage.x = task.goal()[0];
      goalMessage.y = task.goal()[1];
      goalMessage.z = task.goal()[2];
      goals.publish(goalMessage);
    }
  }

  /** Whether commands have come. */
  public boolean isEngaged() {
    return engaged;
  }

  /** Robot time since the first command, s. */
  public double worldTime() {
    return worldTime;
  }

  /** Monotonic time of the push, ns, 0 before it. */
  public long pushNanos() {
    return pushNanos;
  }

  /** Monotonic time of the end of the run, ns, 0 before it. */
  public long endNanos() {
    return endNanos;
  }

  /** One sentence when real-time scheduling was refused, else empty. */
  public String schedulingWarning() {
    return schedulingWarning;
  }

  /** The judge; complete after the end. */
  public Judge judge() {
    return judge;
  }

  /** The task; complete after the end. */
  public ReachTask task() {
    return task;
  }

  /** The trace; complete after the end. */
  public Trace trace() {
    return trace;
  }

  /** The first violations; complete after the end. */
  public List<ViolationNote> notes() {
    return notes;
  }

  /** Periods in which no new command was there; complete after the end. */
  public long commandsMissing() {
    return commandsMissing;
  }

  /** How often the brakes closed for want of commands; complete after the end. */
  public long brakeStops() {
    return brakeStops;
  }

  /**
   * Periods by which this process itself was held up and the world stood still; complete after the
   * end.
   */
  public long slips() {
    return pace.slips();
  }

  /** The longest of these times, ns; complete after the end. */
  public long longestSlip() {
    return pace.longestSlip();
  }
}
