package org.reins.launch.simnode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.legged.WalkTiming;
import org.reins.node.json.Json;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.Imu;
import org.reins.node.messages.JointState;
import org.reins.node.messages.Twist;
import org.reins.node.messages.UnitreeLowCmd;
import org.reins.node.messages.UnitreeLowState;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.walk.WalkTopics;
import org.reins.node.watchdog.RobotLink;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.legged.BodyJudge;
import org.reins.sim.legged.LeggedSim;
import org.reins.sim.legged.LimitJudge;
import org.reins.sim.legged.WalkScenario;
import org.reins.sim.legged.Walker;

/**
 * A simulated legged robot in a scenario: torques or motor targets act on it through the loops in
 * its motors. For lack of commands the motors damp after the robot file's number of periods.
 */
final class SimulatedWalker implements SimulatedRobot {
  private static final double TWIST_EVERY = 0.05;

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
  private final Mailbox<CommandArray> efforts;
  private final Mailbox<UnitreeLowCmd> lowCommands = new Mailbox<>(UnitreeLowCmd::new);
  private final RosPublisher<JointState> joints;
  private final RosPublisher<Imu> imus;
  private final RosPublisher<CommandArray> feet;
  private final RosPublisher<Twist> twists;
  private final RosPublisher<UnitreeLowState> lowStates;
  private final JointState jointMessage;
  private final Imu imuMessage = new Imu();
  private final CommandArray feetMessage;
  private final UnitreeLowState lowState = new UnitreeLowState();
  private final Twist twistMessage = new Twist();
  private long steps;
  private final RobotLink watchdog;
  private int missing;
  private double metres;
  private boolean silent;

  /**
   * Creates the robot's topics.
   *
   * @param simulator creates the physics of a robot; closed with this
   * @param watchdog that the motors obey; closed with this; null for none
   */
  SimulatedWalker(
      RosNode node,
      RobotModel robot,
      Function<RobotModel, LeggedSim> simulator,
      LeggedRun run,
      RobotLink watchdog) {
    this.watchdog = watchdog;
    this.robot = robot;
    this.run = run;
    episode = run.scenario().draw(robot, run.seed(), Math.min(1000, run.seconds()));
    sim = simulator.apply(episode.robot());
    WalkTiming timing = WalkTiming.of(robot);
    period = timing.period();
    substeps = Walker.substeps(period);
    twistEvery = timing.periods(TWIST_EVERY);
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
    joints = node.publisher(JointState.type(robot.jointNames()), "joint_states", Qos.COMMAND);
    imus = node.publisher(Imu.TYPE, WalkTopics.IMU, Qos.COMMAND);
    feet =
        node.publisher(CommandArray.type(feetMessage.values.length), WalkTopics.FEET, Qos.COMMAND);
    twists = run.commands() ? node.publisher(Twist.TYPE, WalkTopics.TWIST, Qos.RELIABLE) : null;
    lowStates =
        run.lowState()
            ? node.publisher(UnitreeLowState.TYPE, WalkTopics.LOW_STATE, Qos.COMMAND)
            : null;
    node.subscribe(
        CommandArray.type(n), "effort_controller/commands", Qos.STATE, this::receiveEfforts);
    node.subscribe(UnitreeLowCmd.TYPE, "lowcmd", Qos.STATE, this::receiveLowCommand);
  }

  private void receiveEfforts(CommandArray m) {
    System.arraycopy(m.values, 0, efforts.draft().values, 0, m.values.length);
    efforts.post();
  }

  private void receiveLowCommand(UnitreeLowCmd m) {
    // As on the robot: a message with a wrong CRC is dropped.
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

  @Override
  public void reset() {
    sim.setGround(episode.ground());
    sim.reset(run.seed(), robot.posture(), state);
  }

  @Override
  public boolean take() {
    boolean mine = watchdog == null || watchdog.look(NodeClock.nanos()) == RobotLink.Obeys.COMMANDS;
    boolean came = takeCommand();
    if (!mine) {
      motors.damp();
    }
    return came;
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

  @Override
  public void step(boolean came, long slips, int elapsed) {
    missing = came ? 0 : missing + 1;
    if (missing == robot.control().lostCommandsUntilStop()) {
      motors.damp();
    }
    double t = steps * period;
    int now = (int) steps;
    sim.push(episode.push(now, 0), episode.push(now, 1), 0);
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
    if (watchdog != null) {
      watchdog.report(state.q, state.qd, torque, NodeClock.nanos());
    }
    steps++;
  }

  @Override
  public void publish(long stamp) {
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
    // Last: a controller starts its cycle with the joint states.
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

  @Override
  public double time() {
    return state.time;
  }

  @Override
  public boolean isStopped() {
    return missing >= robot.control().lostCommandsUntilStop();
  }

  @Override
  public boolean isOver() {
    return body.fallen();
  }

  @Override
  public String expects() {
    return "command on lowcmd or effort_controller/commands";
  }

  /** The results for the body; complete after the end. */
  BodyJudge body() {
    return body;
  }

  /** The results for the joints; complete after the end. */
  LimitJudge limits() {
    return limits;
  }

  /** Distance covered, m; complete after the end. */
  double metres() {
    return metres;
  }

  @Override
  public ObjectNode report(RobotWorld world) {
    return Json.MAPPER
        .createObjectNode()
        .put("fallen", body.fallen())
        .put("seconds", world.worldTime())
        .put("metres", metres)
        .put("position_violation_periods", limits.position())
        .put("speed_violation_periods", limits.speed())
        .put("torque_violation_periods", limits.torque())
        .put("commands_missing", world.commandsMissing())
        .put("damped_for_want_of_commands", world.stops())
        .put("host_stall_periods", world.slips())
        .put("scheduling_warning", world.schedulingWarning());
  }

  @Override
  public void close() {
    sim.close();
    if (watchdog != null) {
      watchdog.close();
    }
  }
}
