package org.reins.launch.simnode;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.legged.WalkTiming;
import org.reins.node.messages.Clock;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.Imu;
import org.reins.node.messages.JointState;
import org.reins.node.messages.Twist;
import org.reins.node.messages.UnitreeLowCmd;
import org.reins.node.messages.UnitreeLowState;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.process.RealTime;
import org.reins.node.process.Waiting;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.walk.WalkTopics;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.legged.BodyJudge;
import org.reins.sim.legged.LeggedSim;
import org.reins.sim.legged.LimitJudge;
import org.reins.sim.legged.WalkScenario;
import org.reins.sim.legged.Walker;

/**
 * A simulated legged robot in real time: every period it takes the newest command, torques or motor
 * targets, lets the loops in its motors work on it, steps, judges, and publishes what its joints,
 * its body and its feet measure. Until the first command it stands still; for want of commands the
 * motors damp after as many periods as the robot file says.
 *
 * <p>Time in the world is counted in steps. When this process itself was held up, the world stood
 * still meanwhile: a few periods are caught up, more are not.
 */
public final class LeggedRobotNode implements AutoCloseable {
  private static final double TWIST_EVERY = 0.05;
  private static final int FIFO_PRIORITY = 45;
  private static final int LATE_PERIODS = 5;

  private final RobotModel robot;
  private final WalkScenario.Episode episode;
  private final LeggedRun run;
  private final LeggedSim sim;
  private final MotorLoops motors;
  private final BodyJudge body;
  private final LimitJudge limits;
  private final RobotState state;
  private final double[] torque;
  private double[] twist;
  private final double period;
  private final int substeps;
  private final int twistEvery;
  private final long periodNanos;
  private final WorldPace pace;
  private final Mailbox<CommandArray> efforts;
  private final Mailbox<UnitreeLowCmd> lowCommands = new Mailbox<>(UnitreeLowCmd::new);
  private final RosPublisher<JointState> joints;
  private final RosPublisher<Imu> imus;
  private final RosPublisher<CommandArray> feet;
  private final RosPublisher<Twist> twists;
  private final RosPublisher<UnitreeLowState> lowStates;
  private final RosPublisher<Clock> clock;
  private final JointState jointMessage;
  private final Imu imuMessage = new Imu();
  private final CommandArray feetMessage;
  private final UnitreeLowState lowState = new UnitreeLowState();
  private final Twist twistMessage = new Twist();
  private final Clock clockMessage = new Clock();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean engaged;
  private volatile double worldTime;
  private volatile String schedulingWarning = "";
  private volatile String failure = "";
  private long steps;
  private long commandsMissing;
  private long stops;
  private double metres;
  private boolean silent;

  /**
   * Creates the node's topics; {@link #start} starts it.
   *
   * @param simulator makes the world of a robot; the node closes it when the run ends
   * @param clock whether {@code /clock} is published
   */
  public LeggedRobotNode(
      RosNode node,
      RobotModel robot,
      Function<RobotModel, LeggedSim> simulator,
      LeggedRun run,
      boolean clock) {
    this.robot = robot;
    this.run = run;
    episode = run.scenario().draw(robot, run.seed(), Math.min(1000, run.seconds()));
    sim = simulator.apply(episode.robot());
    WalkTiming timing = WalkTiming.of(robot);
    period = timing.period();
    substeps = Walker.substeps(period);
    twistEvery = timing.periods(TWIST_EVERY);
    periodNanos = Math.round(1e9 * period);
    pace = new WorldPace(periodNanos);
    int n = robot.dof();
    motors = new MotorLoops(n, MotorGains.of(robot).damping());
    body = new BodyJudge(sim);
    limits = new LimitJudge(robot);
    state = RobotState.of(robot);
    torque = new double[n];
    twist = episode.wanted(0);
    efforts = new Mailbox<>(() -> new CommandArray(n));
    jointMessage = new JointState(n);
    jointMessage.header.frame = CdrWriter.utf8("base_link");
    imuMessage.header.frame = CdrWriter.utf8("base_link");
    feetMessage = new CommandArray(state.base.contact.length);
    thread = new Thread(this::runWorld, "reins-robot");
    joints = node.publisher(JointState.type(robot.jointNames()), "joint_states", Qos.COMMAND);
    imus = node.publisher(Imu.TYPE, WalkTopics.IMU, Qos.COMMAND);
    feet =
        node.publisher(CommandArray.type(feetMessage.values.length), WalkTopics.FEET, Qos.COMMAND);
    twists = run.commands() ? node.publisher(Twist.TYPE, WalkTopics.TWIST, Qos.RELIABLE) : null;
    lowStates =
        run.lowState()
            ? node.publisher(UnitreeLowState.TYPE, WalkTopics.LOW_STATE, Qos.COMMAND)
            : null;
    this.clock = clock ? node.publisher(Clock.TYPE, "/clock", Qos.STATE) : null;
    node.subscribe(
        CommandArray.type(n), "effort_controller/commands", Qos.STATE, this::receiveEfforts);
    node.subscribe(UnitreeLowCmd.TYPE, "lowcmd", Qos.STATE, this::receiveLowCommand);
  }

  /** Starts the world. */
  public void start() {
    thread.start();
  }

  /**
   * Waits for the end of the run.
   *
   * @return false when it did not end in this time
   */
  public boolean awaitEnd(double seconds) throws InterruptedException {
    return ended.await(Math.round(seconds * 1000), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
  }

  private void receiveEfforts(CommandArray m) {
    System.arraycopy(m.values, 0, efforts.draft().values, 0, m.values.length);
    efforts.post();
  }

  private void receiveLowCommand(UnitreeLowCmd m) {
    // As the robot does: what the CRC does not fit is dropped.
    if (!m.intact) {
      return;
    }
    UnitreeLowCmd draft = lowCommands.draft();
    System.arraycopy(m.mode, 0, draft.mode, 0, m.mode.length);
    System.arraycopy(m.q, 0, draft.q, 0, m.q.length);
    System.arraycopy(m.dq, 0, draft.dq, 0, m.dq.length);
    System.arraycopy(m.kp, 0, draft.kp, 0, m.kp.length);
    System.arraycopy(m.kd, 0, draft.kd, 0, m.kd.length);
    System.arraycopy(m.tau, 0, draft.tau, 0, m.tau.length);
    lowCommands.post();
  }

  private void runWorld() {
    try {
      System.gc();
      schedulingWarning = RealTime.tryFifo(FIFO_PRIORITY);
      RealTime.raiseVirtualMachine();
      sim.setGround(episode.ground());
      sim.reset(run.seed(), robot.posture(), state);
      long stamp = NodeClock.wallNanos();
      pace.begin();
      long total = Math.round(run.seconds() / period);
      int missing = 0;
      while (running && steps < total && !body.fallen()) {
        if (takeCommand()) {
          missing = 0;
          engaged = true;
        } else if (engaged) {
          commandsMissing++;
          if (++missing == robot.control().lostCommandsUntilStop()) {
            motors.damp();
            stops++;
          }
        }
        if (engaged) {
          advance();
        }
        publish(stamp);
        stamp += periodNanos;
        pace.awaitNext();
        // Held up, it has measured nothing meanwhile; what it measures now is of now.
        long wall = NodeClock.wallNanos();
        stamp = wall - stamp > LATE_PERIODS * periodNanos ? wall : stamp;
      }
    } catch (RuntimeException e) {
      failure = String.valueOf(e.getMessage());
    } finally {
      sim.close();
      ended.countDown();
    }
  }

  private boolean takeCommand() {
    if (lowCommands.take()) {
      motors.take(lowCommands.latest());
      return true;
    }
    if (efforts.take()) {
      motors.take(efforts.latest().values);
      return true;
    }
    return false;
  }

  private void advance() {
    double t = steps * period;
    int step = (int) steps;
    sim.push(episode.push(step, 0), episode.push(step, 1), 0);
    silent = t >= episode.silence();
    twist = episode.wanted(t);
    double x = sim.truePosition()[0];
    double y = sim.truePosition()[1];
    for (int k = 0; k < substeps; k++) {
      motors.torque(state.q, state.qd, torque);
      if (k == 0) {
        limits.observe(sim.trueQ(), sim.trueQd(), torque);
      }
      sim.step(torque, period / substeps, state);
    }
    metres += Math.hypot(sim.truePosition()[0] - x, sim.truePosition()[1] - y);
    body.observe();
    worldTime = state.time;
    steps++;
  }

  private void publish(long stamp) {
    if (clock != null) {
      clockMessage.nanos = stamp;
      clock.publish(clockMessage);
    }
    if (twists != null && steps % twistEvery == 0) {
      twistMessage.linear[0] = twist[0];
      twistMessage.linear[1] = twist[1];
      twistMessage.angular[2] = twist[2];
      twists.publish(twistMessage);
    }
    if (silent) {
      return;
    }
    imuMessage.header.stampNanos = stamp;
    System.arraycopy(state.base.quaternion, 0, imuMessage.quaternion, 0, 4);
    System.arraycopy(state.base.angular, 0, imuMessage.angular, 0, 3);
    imus.publish(imuMessage);
    for (int f = 0; f < feetMessage.values.length; f++) {
      feetMessage.values[f] = sim.pressure(f);
    }
    feet.publish(feetMessage);
    // Last: a controller begins its cycle with the joints.
    jointMessage.header.stampNanos = stamp;
    System.arraycopy(state.q, 0, jointMessage.position, 0, torque.length);
    System.arraycopy(state.qd, 0, jointMessage.velocity, 0, torque.length);
    System.arraycopy(state.acceptedEffort, 0, jointMessage.effort, 0, torque.length);
    joints.publish(jointMessage);
    if (lowStates != null) {
      fillLowState(stamp);
      lowStates.publish(lowState);
    }
  }

  private void fillLowState(long stamp) {
    lowState.tick = (int) (stamp / 1_000_000);
    for (int k = 0; k < 4; k++) {
      lowState.quaternion[k] = (float) state.base.quaternion[k];
    }
    for (int k = 0; k < 3; k++) {
      lowState.gyroscope[k] = (float) state.base.angular[k];
    }
    for (int i = 0; i < torque.length; i++) {
      lowState.q[i] = (float) state.q[i];
      lowState.dq[i] = (float) state.qd[i];
      lowState.tau[i] = (float) state.acceptedEffort[i];
    }
    for (int f = 0; f < feetMessage.values.length; f++) {
      lowState.footForce[f] = (int) Math.min(Short.MAX_VALUE, Math.round(sim.pressure(f)));
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

  /** One sentence when real-time scheduling was refused, else empty. */
  public String schedulingWarning() {
    return schedulingWarning;
  }

  /** Why the world ended before its time, as one sentence; else empty. */
  public String failure() {
    return failure;
  }

  /** What became of the body; complete after the end. */
  public BodyJudge body() {
    return body;
  }

  /** What became of the joints; complete after the end. */
  public LimitJudge limits() {
    return limits;
  }

  /** Length of the way, m; complete after the end. */
  public double metres() {
    return metres;
  }

  /** Periods in which no new command was there; complete after the end. */
  public long commandsMissing() {
    return commandsMissing;
  }

  /** How often the motors went to damping for want of commands; complete after the end. */
  public long stops() {
    return stops;
  }

  /** Periods by which this process itself was held up; complete after the end. */
  public long slips() {
    return pace.slips();
  }
}
