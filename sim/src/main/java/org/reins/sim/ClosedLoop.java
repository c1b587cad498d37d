package org.reins.sim;

import java.util.List;
import org.reins.filter.Envelope;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.SafetyFilter;
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

  private static final double DAMPING_RATIO = 0.7;

  private final RobotModel robot;
  private final double dt;
  private final SimBackend arm;
  private final Judge judge;
  private final ReachTask task;
  private final ArmPolicy policy;
  // Measured torques that the policy sees; null if it sees none.
  private final double[] effort;
  private final SeededPolicy seeded;
  private final long perAction;
  private final SafetyFilter filter;
  private final NominalTorque nominal;
  private final FilterInput input;
  private final SimulatedDriver driver;
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
   * @param filter the filter, or null to send the policy's nominal torque unchanged
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
        arm.robot(),
        arm,
        policy,
        filter,
        envelope,
        DemoWorld.WORLD,
        DemoWorld.TASK.withSlot(slotSeconds),
        profile);
  }

  /**
   * Assembles a loop in a world of its own.
   *
   * @param model the robot as controllers know it: without loads that nobody declared
   * @param arm the simulated robot
   * @param filter the filter, or null to send the policy's nominal torque unchanged
   * @param profile effect of the driver on states and commands
   */
  public ClosedLoop(
      RobotModel model,
      SimBackend arm,
      Policy policy,
      SafetyFilter filter,
      Envelope envelope,
      World world,
      Task task,
      DriverProfile profile) {
    this(
        model,
        arm,
        new ReachPolicy(model, policy),
        policy instanceof SeededPolicy s ? s : null,
        filter,
        envelope,
        world,
        task,
        profile);
  }

  private ClosedLoop(
      RobotModel model,
      SimBackend arm,
      ArmPolicy policy,
      SeededPolicy seeded,
      SafetyFilter filter,
      Envelope envelope,
      World world,
      Task task,
      DriverProfile profile) {
    this.arm = arm;
    robot = model;
    dt = 1 / robot.control().rateHz();
    driver = new SimulatedDriver(arm.robot(), profile, dt);
    effort = policy instanceof DescribedArmPolicy d && d.seesEffort() ? d.state().effort : null;
    this.policy = policy.isChunked() ? new PlayedPolicy(model, policy) : policy;
    this.seeded = seeded;
    perAction = Math.max(1, Math.round(this.policy.period() / dt));
    this.filter = filter;
    this.envelope = envelope;
    judge = new Judge(robot, world);
    this.task = new ReachTask(task);
    nominal = new NominalTorque(robot, DAMPING_RATIO);
    input = new FilterInput(robot.dof(), envelope);
    state = new RobotState(robot.dof());
  }

  /**
   * Assembles a loop with a policy that sees and answers what it likes.
   *
   * @param model the robot as controllers know it: without loads that nobody declared
   * @param arm the simulated robot
   * @param filter the filter, or null to send the policy's nominal torque unchanged
   * @param profile effect of the driver on states and commands
   */
  public static ClosedLoop of(
      RobotModel model,
      SimBackend arm,
      ArmPolicy policy,
      SafetyFilter filter,
      Envelope envelope,
      World world,
      Task task,
      DriverProfile profile) {
    return new ClosedLoop(model, arm, policy, null, filter, envelope, world, task, profile);
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
    if (effort != null) {
      System.arraycopy(input.acceptedEffort, 0, effort, 0, effort.length);
    }
    if (step % perAction == 0) {
      answered = policy.act(input.q, input.qd, task.goal(), input.target, input.stiffness);
    }
    input.actionFresh = answered;
    if (filter == null) {
      command = nominal.towards(state, input.target, input.stiffness);
      driver.send(command);
    } else {
      command = filtered();
      driver.send(lastOutput.silent ? null : command);
    }
    arm.step(driver.torque(state), dt, state);
    driver.sample(state);
    judge.observe(arm.trueQ(), arm.trueQd(), driver.accepted(), dt);
    judge.tool(tool);
    task.observe(state.time, tool);
    step++;
  }

  private void fill() {
    input.actionFresh = true;
    input.envelope = envelope;
    input.silentWhenBlind = true;
  }

  private double[] filtered() {
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
    return out.command;
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

  /** Torques sent in the last step, N·m; overwritten by the next one. Null before the first. */
  public double[] lastCommand() {
    return command;
  }

  /** The judge of violations, based on the simulator's true state. */
  public Judge judge() {
    return judge;
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
