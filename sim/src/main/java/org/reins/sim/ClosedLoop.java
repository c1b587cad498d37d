package org.reins.sim;

import java.util.List;
import org.reins.filter.Envelope;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.ConstraintFile.PersonDistance;
import org.reins.filter.constraint.RowName;
import org.reins.filter.observation.ArmPolicy;
import org.reins.filter.observation.DescribedArmPolicy;
import org.reins.filter.observation.PlayedPolicy;
import org.reins.filter.observation.Policy;
import org.reins.filter.observation.ReachPolicy;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.world.DemoWorld;
import org.reins.sim.world.Task;
import org.reins.sim.world.World;

/**
 * Robot, policy, filter and task in one thread, in lockstep at the robot's own rate, without ROS.
 * It consists of the same parts as the demo's processes. It is used for campaigns over many seeds
 * and for tests.
 */
public final class ClosedLoop {
  /** Control period of the {@link DemoWorld}'s robot, s. */
  public static final double DT = 0.001;

  private final RobotModel robot;
  private final double dt;
  private final SimBackend arm;
  private final Judge judge;
  private final Company company;
  private final ReachTask task;
  private final ArmPolicy policy;
  // Measured torques that the policy sees; null if it sees none.
  private final double[] effort;
  private final SeededPolicy seeded;
  private final long perAction;
  private final SafetyFilter filter;
  private final FilterInput input;
  private final SimulatedDriver driver;
  private final LoopMotors motors;
  private final RobotState state;
  private final double[] tool = new double[3];
  private final Envelope envelope;
  private boolean answered;
  private long step;
  private long barrierActive;
  private long interventions;
  private long fallbacks;
  private double minBarrierMargin;
  private FilterOutput lastOutput;
  private double[] command;

  /**
   * Assembles a loop.
   *
   * @param arm the simulated robot
   * @param filter the filter, or null to send unchanged what the policy requests
   */
  public ClosedLoop(
      SimBackend arm, Policy policy, SafetyFilter filter, Envelope envelope, double slotSeconds) {
    this(arm, policy, filter, envelope, slotSeconds, DriverProfile.IDEAL);
  }

  /**
   * Assembles a loop with a driver.
   *
   * @param profile effect of the driver on states and commands
   */
  public ClosedLoop(
      SimBackend arm,
      Policy policy,
      SafetyFilter filter,
      Envelope envelope,
      double slotSeconds,
      DriverProfile profile) {
    this(
        new Setting(
            arm.robot(),
            arm,
            envelope,
            DemoWorld.WORLD,
            DemoWorld.TASK.withSlot(slotSeconds),
            profile,
            ArmOutput.EFFORT,
            List.of()),
        policy,
        filter);
  }

  /**
   * What a loop consists of besides policy and filter.
   *
   * @param model the robot as controllers know it: without loads that nobody declared
   * @param arm the simulated robot
   * @param envelope held throughout
   * @param world around the robot
   * @param task the goals
   * @param driver effect of the driver on states and commands
   * @param output type of the robot's commands
   * @param rules by which the arm is judged if there are people in the world
   */
  public record Setting(
      RobotModel model,
      SimBackend arm,
      Envelope envelope,
      World world,
      Task task,
      DriverProfile driver,
      ArmOutput output,
      List<PersonDistance> rules) {}

  /**
   * Assembles a loop.
   *
   * @param filter the filter, or null to send unchanged what the policy requests
   */
  public ClosedLoop(Setting setting, Policy policy, SafetyFilter filter) {
    this(
        setting,
        new ReachPolicy(setting.model(), policy),
        policy instanceof SeededPolicy s ? s : null,
        filter);
  }

  private ClosedLoop(Setting setting, ArmPolicy policy, SeededPolicy seeded, SafetyFilter filter) {
    arm = setting.arm();
    robot = setting.model();
    dt = 1 / robot.control().rateHz();
    driver = new SimulatedDriver(arm.robot(), setting.driver(), dt);
    motors = setting.output().motors(robot, driver, dt);
    effort = policy instanceof DescribedArmPolicy d && d.seesEffort() ? d.state().effort : null;
    this.policy = policy.isChunked() ? new PlayedPolicy(robot, policy) : policy;
    this.seeded = seeded;
    perAction = Math.max(1, Math.round(this.policy.period() / dt));
    this.filter = filter;
    envelope = setting.envelope();
    judge = new Judge(robot, setting.world());
    company =
        new Company(
            robot,
            setting.world().people(),
            setting.rules(),
            filter == null ? List.of() : filter.separations());
    task = new ReachTask(setting.task());
    input = new FilterInput(robot.dof(), envelope);
    state = new RobotState(robot.dof());
  }

  /**
   * Assembles a loop with a policy that sees and answers what it likes.
   *
   * @param filter the filter, or null to send unchanged what the policy requests
   */
  public static ClosedLoop of(Setting setting, ArmPolicy policy, SafetyFilter filter) {
    return new ClosedLoop(setting, policy, null, filter);
  }

  /** Puts the robot in its default posture and draws the first goal. */
  public void reset(long seed) {
    arm.reset(seed, robot.posture(), state);
    judge.reset(state.acceptedEffort);
    task.reset(seed);
    policy.reset();
    if (seeded != null) {
      seeded.reset(seed);
    }
    answered = true;
    step = 0;
    barrierActive = 0;
    interventions = 0;
    fallbacks = 0;
    minBarrierMargin = Double.POSITIVE_INFINITY;
    driver.reset(seed, state);
    motors.reset(state);
    company.reset(arm.trueQ());
    company.tell(0);
    driver.receive(input);
    fill();
    if (filter != null) {
      filter.forget();
      filter.reset(input);
    }
  }

  /** Runs one control period. */
  public void step() {
    if (step > 0) {
      driver.receive(input);
    }
    fill();
    company.tell(step * dt);
    if (effort != null) {
      System.arraycopy(input.acceptedEffort, 0, effort, 0, effort.length);
    }
    if (step % perAction == 0) {
      answered = policy.act(input.q, input.qd, task.goal(), input.target, input.stiffness);
    }
    input.actionFresh = answered;
    if (filter == null) {
      command = motors.bare(input, state);
    } else {
      command = motors.filtered(input, filtered());
    }
    arm.step(motors.torque(state), dt, state);
    driver.sample(state);
    judge.observe(arm.trueQ(), arm.trueQd(), motors.judged(), dt);
    company.observe(arm.trueQ(), (step + 1) * dt, dt);
    judge.tool(tool);
    task.observe(state.time, tool);
    step++;
  }

  private void fill() {
    input.actionFresh = true;
    input.envelope = envelope;
    motors.fill(input);
  }

  private FilterOutput filtered() {
    FilterOutput out = filter.step(input);
    lastOutput = out;
    switch (out.action) {
      case PASS -> {}
      case MODIFIED, SLOWDOWN -> interventions++;
      case FALLBACK, STOP -> fallbacks++;
    }
    if (out.barrierActive) {
      barrierActive++;
    }
    if (out.barrierMargin < minBarrierMargin) {
      minBarrierMargin = out.barrierMargin;
    }
    return out;
  }

  /** Control period, s: that of the robot. */
  public double period() {
    return dt;
  }

  /**
   * Last result of the filter; owned by the filter. Null before the first step or without filter.
   */
  public FilterOutput lastOutput() {
    return lastOutput;
  }

  /** Names of the filter's constraint rows; none without a filter. */
  public List<RowName> rows() {
    return filter == null ? List.of() : filter.rows();
  }

  /** Input of the last step; overwritten by the next one. */
  public FilterInput lastInput() {
    return input;
  }

  /**
   * Command sent in the last step, N·m, rad/s or rad; overwritten by the next one. Null before the
   * first.
   */
  public double[] lastCommand() {
    return command;
  }

  /** The judge of violations, based on the simulator's true state. */
  public Judge judge() {
    return judge;
  }

  /** How often the arm began to come nearer to a person than its speed allows. */
  public long personEvents() {
    return company.events();
  }

  /** Smallest distance of a guarded part of the arm from a person, m; infinite without people. */
  public double nearestPerson() {
    return company.nearest();
  }

  /** The task with its goals. */
  public ReachTask task() {
    return task;
  }

  /** Number of cycles in which the learned barrier's row was active. */
  public long barrierActive() {
    return barrierActive;
  }

  /** Number of cycles in which the filter changed the command. */
  public long interventions() {
    return interventions;
  }

  /** Number of cycles that ended in the brake. */
  public long fallbacks() {
    return fallbacks;
  }

  /** Smallest B − δ − margin seen. */
  public double minBarrierMargin() {
    return minBarrierMargin;
  }
}
