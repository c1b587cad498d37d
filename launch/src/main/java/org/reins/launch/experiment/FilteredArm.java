package org.reins.launch.experiment;

import java.util.function.Supplier;
import org.reins.filter.Envelope;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.SafetyFilter;
import org.reins.filter.observation.ArmInterface;
import org.reins.filter.observation.ReachInterface;
import org.reins.node.arm.ArmMetrics;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.StatusWindow;
import org.reins.node.messages.FilterStatus;
import org.reins.node.planner.EnvelopePlanner;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.DriverProfile;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.GoalChase;
import org.reins.sim.Judge;
import org.reins.sim.PlantParameters;
import org.reins.sim.SimulatedDriver;
import org.reins.sim.world.DemoWorld;

/**
 * The simulated arm behind the filter and the planner, in lockstep at the robot's own rate, as one
 * training environment. An action is held for the period of its interface. The reward is the newly
 * covered share of the distance to the goal. The planner, if any, persists across episodes. Not
 * thread-safe.
 */
public final class FilteredArm {
  /** Cycles per status, as in the node. */
  public static final int CYCLES_PER_STATUS = 10;

  /** True clearance of table or zone below which a stretch counts as a near-violation, m. */
  public static final double BAND = 0.01;

  private final RobotModel robot;
  private final SafetyFilter filter;
  private final EmbeddedArm arm;
  private final Judge judge;
  private final GoalChase chase;
  private final ArmInterface seen;
  private final double dt;
  private final int cyclesPerAction;
  private final int cyclesPerTick;
  private final RobotState state;
  private final SimulatedDriver driver;
  private boolean begins;
  private final FilterInput input;
  private final StatusWindow window;
  private final ArmMetrics metrics;
  private final CycleReport report;
  private final FilterStatus status = new FilterStatus();
  private final Supplier<Envelope> envelope;
  private final EnvelopePlanner planner;
  private final StatusListener listener;
  private final double[] tool = new double[3];
  private long cycle;
  private long episodeCycle;
  private final StepTally tally = new StepTally();
  private long nearViolations;
  private boolean near;

  /** Receives each status, before the planner does. */
  public interface StatusListener {
    /**
     * Takes a status.
     *
     * @param status overwritten afterwards
     * @param violations by the simulator's truth since the reset
     */
    void status(FilterStatus status, long violations);
  }

  /**
   * Creates an environment.
   *
   * @param filter for this environment only
   * @param envelope queried in each cycle
   * @param planner notified of events, or null
   * @param listener or null
   */
  public FilteredArm(
      RobotModel robot,
      SafetyFilter filter,
      Supplier<Envelope> envelope,
      EnvelopePlanner planner,
      StatusListener listener) {
    this(robot, filter, envelope, planner, listener, DriverProfile.IDEAL);
  }

  /**
   * Creates an environment behind a driver.
   *
   * @param profile the driver's effect on states and commands
   */
  public FilteredArm(
      RobotModel robot,
      SafetyFilter filter,
      Supplier<Envelope> envelope,
      EnvelopePlanner planner,
      StatusListener listener,
      DriverProfile profile) {
    this(
        new ArmSetting(
            robot,
            new EmbeddedArm(robot, PlantParameters.DEMO),
            DemoWorld.WORLD,
            new GoalChase(),
            profile,
            new ReachInterface(robot)),
        filter,
        envelope,
        planner,
        listener);
  }

  /**
   * Creates an environment in a setting of its own.
   *
   * @param setting for this environment only
   */
  public FilteredArm(
      ArmSetting setting,
      SafetyFilter filter,
      Supplier<Envelope> envelope,
      EnvelopePlanner planner,
      StatusListener listener) {
    robot = setting.model();
    arm = setting.arm();
    chase = setting.chase();
    seen = setting.seen();
    dt = 1 / robot.control().rateHz();
    cyclesPerAction = (int) Math.max(1, Math.round(seen.period() / dt));
    cyclesPerTick = (int) Math.max(1, Math.round(EnvelopePlanner.PERIOD / dt));
    driver = new SimulatedDriver(arm.robot(), setting.driver(), dt);
    this.filter = filter;
    this.envelope = envelope;
    this.planner = planner;
    this.listener = listener;
    judge = new Judge(robot, setting.world());
    state = new RobotState(robot.dof());
    input = new FilterInput(robot.dof(), envelope.get());
    window = new StatusWindow(robot.dof());
    report = new CycleReport(robot.dof());
    metrics = new ArmMetrics(robot);
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = dt;
  }

  /** Starts an episode: the robot in its default posture, goals from the seed. */
  public void reset(long seed) {
    arm.reset(seed, robot.posture(), state);
    judge.reset(state.acceptedEffort);
    judge.locate(arm.trueQ());
    judge.tool(tool);
    chase.reset(seed, tool);
    episodeCycle = 0;
    nearViolations = 0;
    near = false;
    window.clear();
    metrics.forget();
    System.arraycopy(state.q, 0, input.target, 0, robot.dof());
    for (int i = 0; i < robot.dof(); i++) {
      input.stiffness[i] = 0;
    }
    driver.reset(seed, state);
    fill();
    filter.forget();
    filter.reset(input);
    begins = true;
    seen.reset();
    tally.clear();
  }

  /** Creates an environment with a fixed envelope. */
  public static FilteredArm fixed(RobotModel robot, SafetyFilter filter, Envelope envelope) {
    return new FilteredArm(robot, filter, () -> envelope, null, null);
  }

  /** Sets the largest speed of the tool from now on, m/s; infinite for none. */
  public void setToolSpeed(double limit) {
    input.toolSpeed = limit;
  }

  /** What an action sees and does. */
  public ArmInterface seen() {
    return seen;
  }

  /** Numbers in an observation. */
  public int observationSize() {
    return seen.observationSize();
  }

  /** Numbers in an action. */
  public int actionSize() {
    return seen.actionSize();
  }

  /** Writes what the policy sees; once for each action. */
  public void observe(float[] observation) {
    seen.observe(input.q, input.qd, chase.goal(), observation);
  }

  /**
   * Runs one action.
   *
   * @param action not modified
   * @return the reward: 1 is a whole goal
   */
  public double step(float[] action) {
    tally.clear();
    seen.apply(action, input.q, input.target, input.stiffness);
    double reward = 0;
    for (int k = 0; k < cyclesPerAction; k++) {
      reward += cycle();
      if (k + 1 < cyclesPerAction) {
        seen.advance(input.q, dt, input.target, input.stiffness);
      }
    }
    // The policy sees what the driver delivers, as the filter does.
    fill();
    begins = true;
    return reward;
  }

  private double cycle() {
    if (!begins) {
      fill();
    }
    begins = false;
    FilterOutput out = filter.step(input);
    tally.add(out);
    driver.send(out.silent ? null : out.command);
    arm.step(driver.torque(state), dt, state);
    driver.sample(state);
    judge.observe(arm.trueQ(), arm.trueQd(), driver.accepted(), dt);
    judge.tool(tool);
    boolean close = Math.min(judge.tableClearance(), judge.zoneClearance()) < BAND;
    if (close && !near) {
      nearViolations++;
    }
    near = close;
    cycle++;
    episodeCycle++;
    double progress = chase.observe(episodeCycle * dt, tool);
    plan(out);
    return progress;
  }

  private void plan(FilterOutput out) {
    metrics.report(out, input, report);
    window.add(report);
    if (window.cycles() == CYCLES_PER_STATUS) {
      window.write(status, 0);
      window.clear();
      if (listener != null) {
        listener.status(status, judge.events());
      }
      status.header.stampNanos = Math.round(1e9 * dt * cycle);
      if (planner != null && planner.receive(status, status.header.stampNanos)) {
        planner.tightenNow();
      }
    }
    if (planner != null && cycle % cyclesPerTick == 0) {
      planner.tick();
    }
  }

  private void fill() {
    driver.receive(input);
    input.silentWhenBlind = robot.control().stopsByItself();
    input.envelope = envelope.get();
  }

  /** What the filter did during the last action. */
  public StepTally tally() {
    return tally;
  }

  /** Control period, s. */
  public double period() {
    return dt;
  }

  /** The simulated arm, to disturb it; a reset ends all disturbances. */
  public EmbeddedArm arm() {
    return arm;
  }

  /** The simulator's record of violations since the reset. */
  public Judge judge() {
    return judge;
  }

  /** Stretches since the reset in which the arm was truly within the band of table or zone. */
  public long nearViolations() {
    return nearViolations;
  }

  /** Goals since the reset. */
  public GoalChase chase() {
    return chase;
  }

  /** The level in force. */
  public int level() {
    return envelope.get().level();
  }

  /** Time since the reset, s. */
  public double time() {
    return episodeCycle * dt;
  }
}
