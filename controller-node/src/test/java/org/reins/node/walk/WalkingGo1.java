package org.reins.node.walk;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.legged.TrotGait;
import org.reins.filter.legged.WalkInterface;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.Imu;
import org.reins.node.messages.JointState;
import org.reins.node.messages.Twist;
import org.reins.node.messages.UnitreeLowCmd;
import org.reins.node.process.NodeClock;
import org.reins.node.process.RisingStamps;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.ControlFacts;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.BodyJudge;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.Terrain;

/**
 * A simulated Go1, its policy (the bare gait) and its planner (the base) for a test: the robot
 * takes a step whenever a command has answered its last state, so that the test's pace does not
 * matter.
 */
public final class WalkingGo1 {
  final RobotModel go1 = RobotFiles.load("go1");
  final EmbeddedLegged sim = new EmbeddedLegged(go1, new PlantParameters(0, 0, 1, 1), Terrain.FLAT);
  final BodyJudge body = new BodyJudge(sim);
  final RobotState state = RobotState.of(go1);
  final LinkedBlockingQueue<UnitreeLowCmd> commands = new LinkedBlockingQueue<>();
  final double[] told = new double[3];

  /** Asked of the robot, m/s and rad/s. */
  public final Twist twist = new Twist();

  /** By how much the gait's phase went on from one observation to the next, cycles. */
  final List<Double> phaseSteps = new CopyOnWriteArrayList<>();

  volatile boolean policyAnswers = true;
  boolean stopClock;
  double effort;
  UnitreeLowCmd last;
  double strongest;
  double softest = Double.POSITIVE_INFINITY;

  private final RosPublisher<JointState> joints;
  private final RosPublisher<Imu> imus;
  private final RosPublisher<CommandArray> feet;
  private final RosPublisher<CommandArray> actions;
  private final RosPublisher<Twist> twists;
  private final RosPublisher<EnvelopeUpdate> envelopes;
  private final JointState joint = new JointState(12);
  private final Imu imu = new Imu();
  private final CommandArray forces = new CommandArray(4);
  private final CommandArray action = new CommandArray(TrotGait.PER_FOOT * 4);
  private final EnvelopeUpdate envelope = new EnvelopeUpdate();
  private final double[] torque = new double[12];
  private final RisingStamps stamps = new RisingStamps();
  private double jitter = 1e-7;
  private double phase;
  private long stamp = 1_000_000_000L;

  /** Starts at rest in its posture. */
  public WalkingGo1(RosNode world) {
    joints = world.publisher(JointState.type(go1.jointNames()), "/joint_states", Qos.COMMAND);
    imus = world.publisher(Imu.TYPE, "/imu/data", Qos.COMMAND);
    feet = world.publisher(CommandArray.type(4), "/foot_forces", Qos.COMMAND);
    twists = world.publisher(Twist.TYPE, "/cmd_vel", Qos.RELIABLE);
    actions = world.publisher(CommandArray.type(12), "/walk/action", Qos.RELIABLE);
    envelopes = world.publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED);
    world.subscribe(
        CommandArray.type(WalkInterface.OBSERVATION), "/walk/observation", Qos.STATE, this::answer);
    world.subscribe(UnitreeLowCmd.TYPE, "/lowcmd", Qos.STATE, m -> commands.add(copy(m)));
    sim.reset(1, go1.posture(), state);
  }

  /** A Go1 that waits for so many periods until it stops by itself. */
  static RobotModel patient(int periods) {
    RobotModel r = RobotFiles.load("go1");
    ControlFacts c = r.control();
    return r.withControl(
        new ControlFacts(c.rateHz(), c.commandMode(), c.gravityCompensated(), periods));
  }

  private void answer(CommandArray observation) {
    System.arraycopy(observation.values, 9, told, 0, 3);
    double now = Math.atan2(observation.values[12], observation.values[13]) / (2 * Math.PI);
    phaseSteps.add(now - phase - Math.floor(now - phase));
    phase = now;
    if (policyAnswers) {
      actions.publish(action);
    }
  }

  private static UnitreeLowCmd copy(UnitreeLowCmd m) {
    UnitreeLowCmd copy = new UnitreeLowCmd();
    System.arraycopy(m.mode, 0, copy.mode, 0, m.mode.length);
    System.arraycopy(m.q, 0, copy.q, 0, m.q.length);
    System.arraycopy(m.kp, 0, copy.kp, 0, m.q.length);
    System.arraycopy(m.kd, 0, copy.kd, 0, m.q.length);
    System.arraycopy(m.tau, 0, copy.tau, 0, m.q.length);
    copy.intact = m.intact;
    return copy;
  }

  /** Everything but the joints' state, which sets the pace. */
  void tellRest() {
    Envelope base = EnvelopeLevels.DEFAULT.base();
    envelope.level = base.level();
    envelope.speedScale = base.speedScale();
    envelope.stiffnessScale = base.stiffnessScale();
    envelope.margin = base.margin();
    envelope.header.stampNanos = stamps.next(NodeClock.wallNanos());
    envelopes.publish(envelope);
    twists.publish(twist);
    imu.header.stampNanos = stamp;
    System.arraycopy(state.base.quaternion, 0, imu.quaternion, 0, 4);
    for (int k = 0; k < 3; k++) {
      imu.angular[k] = state.base.angular[k] + jitter;
    }
    imus.publish(imu);
    for (int f = 0; f < 4; f++) {
      forces.values[f] = sim.pressure(f);
    }
    feet.publish(forces);
  }

  /** The joints' state. */
  void tellJoints() {
    joint.header.stampNanos = stamp;
    // An encoder never says the same twice to the last bit.
    jitter = -jitter;
    for (int i = 0; i < 12; i++) {
      joint.position[i] = state.q[i] + jitter;
    }
    System.arraycopy(state.qd, 0, joint.velocity, 0, 12);
    java.util.Arrays.fill(joint.effort, effort);
    joints.publish(joint);
    stamp += stopClock ? 0 : Math.round(0.002 * 1e9);
  }

  /** The whole state. */
  public void tell() {
    tellRest();
    tellJoints();
  }

  /**
   * Tells, waits for an answer, and takes one step; an answer that does not come fails the test.
   */
  public void step() throws InterruptedException {
    commands.clear();
    tell();
    act(await());
  }

  UnitreeLowCmd await() throws InterruptedException {
    last = commands.poll(30, TimeUnit.SECONDS);
    if (last == null) {
      throw new AssertionError("no command came within 30 s");
    }
    return last;
  }

  /** One motor period under a command. */
  void act(UnitreeLowCmd m) {
    for (int k = 0; k < 2; k++) {
      for (int i = 0; i < 12; i++) {
        double pull = m.kp[i] == 0 ? 0 : m.kp[i] * (m.q[i] - state.q[i]);
        softest = Math.min(softest, m.kp[i]);
        torque[i] = pull - m.kd[i] * state.qd[i] + m.tau[i];
        strongest =
            Math.max(strongest, Math.abs(torque[i]) / go1.joints().get(i).limits().effort());
      }
      sim.step(torque, 0.002 / 2, state);
    }
    body.observe();
  }

  /** Walks until a distance is covered or so many steps are over. */
  void walk(double metres, int steps) throws InterruptedException {
    double from = sim.truePosition()[0];
    for (int k = 0; k < steps && sim.truePosition()[0] - from < metres; k++) {
      step();
    }
  }

  /** Whether no motor is drawn to a position. */
  static boolean damps(UnitreeLowCmd m) {
    for (float kp : m.kp) {
      if (kp != 0) {
        return false;
      }
    }
    return true;
  }
}
