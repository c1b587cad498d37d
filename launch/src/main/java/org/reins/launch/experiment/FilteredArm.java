package org.reins.launch.experiment;

import java.util.function.Supplier;
import org.reins.filter.Envelope;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.SafetyFilter;
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

/**
 * The simulated arm behind the filter and the planner, in lockstep at 1 kHz, as one training
 * environment. An action is held for 20 ms. The reward is the newly covered share of the distance
 * to the goal. The planner, if any, persists across episodes. Not thread-safe.
 */
public final class FilteredArm {
  /** Control period, s. */
  public static final double DT = 0.001;

  /** Cycles per status, as in the node. */
  public static final int CYCLES_PER_STATUS = 10;

  /** True clearance of table or zone below which a stretch counts as a near-violation, m. */
  public static final double BAND = 0.01;

  private static final int CYCLES_PER_ACTION = (int) Math.round(ReachInterface.PERIOD / DT);
  private static final int CYCLES_PER_TICK = (int) Math.round(EnvelopePlanner.PERIOD / DT);

  private final RobotModel robot;
  private final SafetyFilter filter;
  private final EmbeddedArm arm;
  private final Judge judge;
  private final GoalChase chase = new GoalChase();
  private final ReachInterface reach;
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
    driver = new SimulatedDriver(robot, profile, DT);
    this.robot = robot;
    this.filter = filter;
    this.envelope = envelope;
    this.planner = planner;
    this.listener = listener;
    arm = new EmbeddedArm(robot, PlantParameters.DEMO);
    judge = new Judge(robot);
    reach = new ReachInterface(robot);
    state = new RobotState(robot.dof());
    input = new FilterInput(robot.dof(), envelope.get());
    window = new StatusWindow(robot.dof());
    report = new CycleReport(robot.dof());
    metrics = new ArmMetrics(robot);
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = DT;
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
  }

  /** Creates an environment with a fixed envelope. */
  public static FilteredArm fixed(RobotModel robot, SafetyFilter filter, Envelope envelope) {
    return new FilteredArm(robot, filter, () -> envelope, null, null);
  }

  /** Sets the largest speed of the tool from now on, m/s; infinite for none. */
  public void setToolSpeed(double limit) {
    input.toolSpeed = limit;
  }

  /** Numbers in an observation. */
  public int observationSize() {
    return reach.observationSize();
  }

  /** What an observation consists of, and its bounds. */
  public ReachInterface reach() {
    return reach;
  }

  /** Numbers in an action. */
  public int actionSize() {
    return reach.actionSize();
  }

  /** Writes the policy's observation, see {@link ReachInterface}. */
  public void observe(float[] observation) {
    reach.observe(state.q, state.qd, chase.goal(), observation);
  }

  /**
   * Runs one action.
   *
   * @param action not modified
   * @return the reward: 1 is a whole goal
   */
  public double step(float[] action) {
    reach.apply(action, state.q, input.target, input.stiffness);
    double reward = 0;
    for (int k = 0; k < CYCLES_PER_ACTION; k++) {
      reward += cycle();
    }
    return reward;
  }

  private double cycle() {
    if (!begins) {
      fill();
    }
    begins = false;
    FilterOutput out = filter.step(input);
    driver.send(out.silent ? null : out.command);
    arm.step(driver.torque(state), DT, state);
    driver.sample(state);
    judge.observe(arm.trueQ(), arm.trueQd(), driver.accepted(), DT);
    judge.tool(tool);
    boolean close = Math.min(judge.tableClearance(), judge.zoneClearance()) < BAND;
    if (close && !near) {
      nearViolations++;
    }
    near = close;
    cycle++;
    episodeCycle++;
    double progress = chase.observe(episodeCycle * DT, tool);
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
      status.header.stampNanos = Math.round(1e9 * DT * cycle);
      if (planner != null && planner.receive(status, status.header.stampNanos)) {
        planner.tightenNow();
      }
    }
    if (planner != null && cycle % CYCLES_PER_TICK == 0) {
      planner.tick();
    }
  }

  private void fill() {
    driver.receive(input);
    input.silentWhenBlind = true;
    input.envelope = envelope.get();
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
    return episodeCycle * DT;
  }
}
