package org.reins.launch.simnode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.node.json.Json;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PointStamped;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.watchdog.RobotLink;
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
 * A simulated arm with goals for its tool. Its driver delays, rounds and loses states and commands
 * as defined by its {@link DriverProfile}. A missing command repeats the last torque. After the
 * robot file's number of missing commands in a row, the brakes close, as on the real robot.
 */
final class SimulatedArm implements SimulatedRobot {
  private static final int TRACE_EVERY = 20;
  private static final int GOAL_EVERY = 20;
  private static final int MOST_NOTES = 50;

  private final RobotModel robot;
  private final RobotRun run;
  private final double dt;
  private final SimBackend arm;
  private final Judge judge;
  private final ReachTask task;
  private final Trace trace;
  private final RobotState state;
  private final String commands;
  private final ArmMotors motors;
  private final SimulatedDriver driver;
  private final FilterInput sensed;
  private final boolean takesTorques;
  private final RobotLink watchdog;
  private final RosPublisher<JointState> states;
  private final RosPublisher<PointStamped> goals;
  private final JointState stateMessage;
  private final PointStamped goalMessage = new PointStamped();
  private final double[] applied;
  private final double[] tool = new double[3];
  private final List<ViolationNote> notes = new ArrayList<>();
  private final long[] events = new long[Violation.values().length];
  private final boolean[] missed = new boolean[ViolationNote.RECENTLY];
  private final long[] stood = new long[ViolationNote.RECENTLY];
  private volatile boolean pushAsked;
  private ArmTap tap = ArmTap.NONE;
  private double pushBegan = Double.NaN;
  private long pushNanos;
  private long steps;

  /**
   * Creates the robot's topics.
   *
   * @param arm its physics; closed with this
   * @param commands command type: effort, velocity, position or trajectory
   * @param profile of the driver
   * @param watchdog that the driver obeys; closed with this; null for none
   */
  SimulatedArm(
      RosNode node,
      SimBackend arm,
      String commands,
      RobotRun run,
      DriverProfile profile,
      RobotLink watchdog) {
    this.watchdog = watchdog;
    this.arm = arm;
    this.commands = commands;
    robot = arm.robot();
    this.run = run;
    int n = robot.dof();
    dt = 1 / robot.control().rateHz();
    judge = new Judge(robot);
    task = new ReachTask(run.slotSeconds());
    trace = new Trace((int) Math.ceil(run.seconds() / dt / TRACE_EVERY) + 1);
    state = new RobotState(n);
    stateMessage = new JointState(n);
    stateMessage.header.frame = CdrWriter.utf8("base_link");
    goalMessage.header.frame = CdrWriter.utf8("base_link");
    applied = new double[n];
    states = node.publisher(JointState.type(robot.jointNames()), "joint_states", Qos.COMMAND);
    goals = node.publisher(PointStamped.TYPE, "goal", Qos.RELIABLE);
    motors = ArmMotors.of(commands, node, robot, dt);
    takesTorques = commands.equals("effort");
    driver = new SimulatedDriver(robot, profile, dt);
    sensed = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
  }

  /** Lets faults into the driver; before the world starts. */
  void tap(ArmTap faults) {
    tap = faults;
  }

  @Override
  public void reset() {
    arm.reset(run.seed(), robot.posture(), state);
    judge.reset();
    task.reset(run.seed());
    driver.reset(run.seed(), state);
  }

  @Override
  public boolean take() {
    boolean came = motors.take();
    RobotLink.Obeys obeys = obeys();
    driver.stop(obeys == RobotLink.Obeys.NOBODY);
    if (obeys == RobotLink.Obeys.WATCHDOG) {
      motors.override(watchdog.command());
      if (takesTorques) {
        driver.obey(watchdog.command());
      }
    } else {
      motors.override(null);
      boolean lost = tap.losesCommand();
      driver.send(came && !lost ? motors.commanded() : null);
    }
    return came;
  }

  private RobotLink.Obeys obeys() {
    return watchdog == null ? RobotLink.Obeys.COMMANDS : watchdog.look(NodeClock.nanos());
  }

  @Override
  public void step(boolean came, long slips, int elapsed) {
    missed[(int) (steps % missed.length)] = !came;
    stood[(int) (steps % stood.length)] = slips;
    pushWhenDue();
    // Torques of the mechanical brakes are not attributed to the controller.
    boolean driven = !takesTorques && !driver.isBraking();
    System.arraycopy(
        driven ? motors.torque(state) : driver.torque(state), 0, applied, 0, applied.length);
    if (driven) {
      driver.hold(applied);
    }
    arm.step(applied, dt, state);
    // A delay of this process hid commands from the robot. The rate is judged over real time.
    judge.observe(
        arm.trueQ(),
        arm.trueQd(),
        takesTorques ? driver.accepted() : motors.commanded(),
        elapsed * dt);
    tap.observe(judge, driver.accepted(), arm.trueQd(), slips);
    tellWatchdog();
    note(slips);
    judge.tool(tool);
    task.observe(state.time, tool);
    if (steps % TRACE_EVERY == 0) {
      record();
    }
    steps++;
    driver.sample(state);
  }

  private void tellWatchdog() {
    if (watchdog != null) {
      double[] inForce = takesTorques ? driver.accepted() : motors.inForce();
      watchdog.report(state.q, state.qd, inForce, NodeClock.nanos());
    }
  }

  private void note(long slips) {
    for (Violation v : Violation.values()) {
      if (judge.events(v) > events[v.ordinal()] && notes.size() < MOST_NOTES) {
        int missing = 0;
        for (boolean m : missed) {
          missing += m ? 1 : 0;
        }
        long before = stood[(int) ((steps + 1) % stood.length)];
        notes.add(new ViolationNote(state.time, v, missing, slips - before, driver.isBraking()));
      }
      events[v.ordinal()] = judge.events(v);
    }
  }

  @Override
  public boolean push() {
    pushAsked = true;
    return true;
  }

  private void pushWhenDue() {
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

  @Override
  public void publish(long stamp) {
    if (steps == 0) {
      driver.sample(state);
      tellWatchdog();
    }
    int n = applied.length;
    if (driver.receive(sensed)) {
      stateMessage.header.stampNanos = stamp - Math.round(1e9 * sensed.stateAge);
      System.arraycopy(sensed.q, 0, stateMessage.position, 0, n);
      System.arraycopy(sensed.qd, 0, stateMessage.velocity, 0, n);
      System.arraycopy(sensed.acceptedEffort, 0, stateMessage.effort, 0, n);
      if (tap.pass(stateMessage)) {
        states.publish(stateMessage);
      }
    }
    if (steps % GOAL_EVERY == 0) {
      goalMessage.header.stampNanos = stamp;
      goalMessage.x = task.goal()[0];
      goalMessage.y = task.goal()[1];
      goalMessage.z = task.goal()[2];
      goals.publish(goalMessage);
    }
  }

  @Override
  public double time() {
    return state.time;
  }

  @Override
  public boolean isStopped() {
    return driver.isBraking();
  }

  @Override
  public String expects() {
    return commands + " command";
  }

  @Override
  public ObjectNode report(RobotWorld world) {
    ObjectNode out = Json.MAPPER.createObjectNode();
    ObjectNode kinds = out.putObject("violations_by_kind");
    ObjectNode periods = out.putObject("violation_steps_by_kind");
    for (Violation v : Violation.values()) {
      kinds.put(v.key(), judge.events(v));
      periods.put(v.key(), judge.steps(v));
    }
    out.put("violations", judge.events());
    ArrayNode first = out.putArray("first_violations");
    for (ViolationNote v : notes) {
      first
          .addObject()
          .put("seconds", v.time())
          .put("kind", v.kind().key())
          .put("commands_missing_before", v.commandsMissing())
          .put("host_stall_periods_before", v.periodsStood())
          .put("braking", v.braking());
    }
    out.put("goals", task.reached());
    // A goal drawn in the last instant could not be reached.
    int slots = (int) Math.ceil(world.worldTime() / run.slotSeconds() - 1e-6);
    out.put("goals_offered", Math.min(task.offered(), slots));
    out.put("min_zone_clearance_m", judge.minZoneClearance());
    out.put("min_table_clearance_m", judge.minTableClearance());
    out.put("seconds", world.worldTime());
    out.put("commands_missing", world.commandsMissing());
    out.put("brake_stops", world.stops());
    out.put("host_stall_periods", world.slips());
    out.put("longest_host_stall_ms", world.longestSlip() / 1e6);
    out.put("push_nanos", pushNanos);
    out.put("end_nanos", world.endNanos());
    out.put("scheduling_warning", world.schedulingWarning());
    trace.write(out);
    return out;
  }

  @Override
  public void close() {
    arm.close();
    if (watchdog != null) {
      watchdog.close();
    }
  }
}
