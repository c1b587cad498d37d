package org.reins.filter;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.constraint.ArmState;
import org.reins.filter.constraint.Constraint;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.RowLimit;
import org.reins.filter.constraint.RowName;
import org.reins.filter.constraint.SeparationDistance;
import org.reins.filter.qp.QpBackEnd;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpSolver;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * One step of the safety filter for a torque-controlled arm.
 *
 * <p>In each cycle it looks ahead to the moment the command will act, computes the brake, turns the
 * policy's action into a nominal torque uNom by joint impedance, and solves
 *
 * <pre>
 *   minimise    ½ (u − uNom)ᵀ M⁻¹ (u − uNom) + Σ ½ ρ s²                             over u (n), s
 *   subject to  q̈ᵢ within the viability bounds of joint i, inside its limits and
 *                 inside the range of positions that the barrier's data cover           2n hard rows
 *               n·p̈ ≥ −(viability bound of the distance) for every sphere of the arm  hard rows
 *               ∇_q B·(q̇ + τ q̈) + ∇_q̇ B·q̈ + s ≥ −α (B − δ − margin)                one soft row
 *               further constraints as given                                          hard or soft
 *               torque limits and torque rate                                         hard bounds
 *   with        q̈ = M⁻¹ (u − bias),  B and ∇B at (q + τ q̇, q̇)
 * </pre>
 *
 * <p>In the metric M⁻¹ a row pushes back like a frictionless wall (Gauss's principle of least
 * constraint), so the arm slides along the boundary. The look-ahead τ lets the torque influence Ḃ
 * even at rest, where ∇_q̇ B vanishes. If the barrier file holds a guard and the guard finds state
 * and command outside the barrier's data, the rows from models replace the barrier's row, at half
 * the speed. The answer is checked. If there is no answer or the check fails, the brake is sent in
 * the same cycle. Slack is never hidden: it is in the output.
 *
 * <p>Vectors over joints are in the order of the robot model. A step allocates nothing, throws
 * nothing, locks nothing and reads no clock. Not thread-safe.
 */
public final class SafetyFilter {
  private static final double MIN_PERIODS = 0.5;
  // Share of the speed that remains outside the barrier's data.
  private static final double OOD_SPEED = 0.5;
  private static final double LEAST_TOOL_SPEED = 0.01;
  // Unexplained torque that stops the robot if it lasts: share of a torque limit, and s.
  private static final double UNEXPLAINED = 0.7;
  private static final double UNEXPLAINED_TIME = 0.5;
  // How long a brake that is not trusted may take to fade, s.
  private static final double FADING = 0.1;

  private final RobotModel robot;
  private final int n;
  private final boolean weightless;
  private final ModelAhead model;
  private final HeldTorque held;
  private final TorqueRateWindow window;
  private final StateIntake intake;
  private final MotionEstimate estimate;
  private final EnvelopeFollower envelope;
  private final UnknownLoad unknown;
  private final ArmConstraints constraints;
  private final TorqueDecision decision;
  private final FilterOutput output;
  private final StopLatch latch = new StopLatch();
  private final double[] qd;
  private final double[] column;
  private boolean started;
  private boolean allMeasured;
  private double toolSpeed = ArmState.UNLIMITED;

  /**
   * Creates a filter.
   *
   * @param robot its model
   * @param obstacles known obstacles in the world
   * @param barrier learned barrier over (q, q̇), or null for none
   * @param settings of the filter
   * @param solver for n variables, or null for the built-in one; it must accept {@link #maxRows}
   *     rows
   * @throws IllegalArgumentException if the barrier is not for this robot, or there are more than
   *     {@link Long#SIZE} rows
   */
  public SafetyFilter(
      RobotModel robot,
      List<HalfSpace> obstacles,
      BarrierFile barrier,
      FilterSettings settings,
      QpSolver solver) {
    this(
        robot,
        obstacles,
        barrier,
        List.of(),
        settings,
        solver == null ? QpBackEnd.OWN::make : (variables, count) -> solver);
  }

  /**
   * Creates a filter with further constraints.
   *
   * @param robot its model
   * @param obstacles known obstacles in the world
   * @param barrier learned barrier over (q, q̇), or null for none
   * @param further constraints in addition to joints, obstacles and barrier; a constraint must not
   *     be in two filters
   * @param settings of the filter
   * @param solver creates a solver for a number of variables and of rows
   * @throws IllegalArgumentException if the barrier is not for this robot, or there are more than
   *     {@link Long#SIZE} rows
   */
  public SafetyFilter(
      RobotModel robot,
      List<HalfSpace> obstacles,
      BarrierFile barrier,
      List<Constraint> further,
      FilterSettings settings,
      BiFunction<Integer, Integer, QpSolver> solver) {
    if (barrier != null) {
      barrier.requireFits(robot);
    }
    this.robot = robot;
    n = robot.dof();
    weightless = robot.control().gravityCompensated();
    double[] limit = new double[n];
    double[] change = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      limit[i] = l.effort();
      change[i] = l.effortRate() / robot.control().rateHz();
    }
    model = new ModelAhead(robot);
    ArmState state = model.state();
    qd = state.qd;
    column = new double[n];
    held = new HeldTorque(robot, model.dynamics(), limit, change);
    window = new TorqueRateWindow(change);
    envelope = new EnvelopeFollower(settings);
    constraints = new ArmConstraints(robot, obstacles, barrier, further, settings);
    unknown = new UnknownLoad(robot, model.dynamics(), model.bias());
    int rowCount = maxRows();
    TorqueProblem qp =
        new TorqueProblem(new QpProblem(n, rowCount), solver.apply(n, rowCount), state.massInverse);
    decision = new TorqueDecision(robot, settings, model, constraints, qp, unknown, latch);
    output = decision.output();
    estimate = new MotionEstimate(state.q, qd, output.acceleration);
    intake = new StateIntake(robot, settings, window, estimate, unknown, latch, state.massInverse);
  }

  /** Rows that a solver must accept. */
  public int maxRows() {
    return constraints.names().size();
  }

  /** Names of the constraint rows; bit k of {@link FilterOutput#activeRows} belongs to name k. */
  public List<String> rowNames() {
    return constraints.names().stream().map(RowName::name).toList();
  }

  /** The rows with words and units, for people. */
  public List<RowName> rows() {
    return List.copyOf(constraints.names());
  }

  /** The constraints that take measurements of a person, in the order in which they were given. */
  public List<SeparationDistance> separations() {
    return constraints.separations();
  }

  /**
   * Starts, or restarts after a stop, from the measured state. The first command is close to the
   * torque that the robot holds before it. Later ones continue from what was sent, for commands may
   * still be in flight.
   *
   * @param in a fresh state; its envelope is in force at once
   * @return false if the state is not fresh, not finite, or implausible: then nothing changes
   */
  public boolean reset(FilterInput in) {
    if (!in.stateFresh || !intake.reset(in)) {
      latch.reset(false);
      return false;
    }
    if (!started) {
      held.start(in, window, column);
      intake.forgetEffort();
    } else {
      System.arraycopy(window.last(), 0, column, 0, n);
    }
    decision.reset();
    estimate.reset(in.told ? in.toldQ : in.q, in.told ? in.toldQd : in.qd, column);
    unknown.reset(in.qd);
    constraints.reset(column);
    output.outOfDistribution = false;
    toolSpeed = ArmState.UNLIMITED;
    envelope.reset(in.envelope, toolSpeed(in));
    latch.reset(true);
    started = true;
    return true;
  }

  /**
   * Forgets everything, as before the first {@link #reset}: for another robot, or one that was
   * switched off in the meantime.
   */
  public void forget() {
    started = false;
    // What is not written in a cycle would keep what it had before.
    output.barrierMargin = Double.NaN;
    output.obstacleMargin = Double.POSITIVE_INFINITY;
    output.speedShare = 0;
    output.disturbance = 0;
    output.kineticEnergy = 0;
    output.supportPValue = 1;
    Arrays.fill(output.left, 0);
    Arrays.fill(output.limits, RowLimit.NAMED);
    latch.forget();
  }

  /**
   * Replaces the command of the last step in the filter's memory: in a replay of a recording, by
   * the one that the robot really got. With the same command nothing changes.
   *
   * @param command N·m, not modified
   */
  public void overrule(double[] command) {
    if (!started || output.silent) {
      return;
    }
    System.arraycopy(command, 0, output.command, 0, n);
    window.replaceLast(command);
    model.accelerate(output.command, unknown.total(), output.acceleration);
    estimate.replaceLast(command);
  }

  /** Latches STOP from the next cycle on; only {@link #reset} or {@link #forget} ends it. */
  public void emergencyStop() {
    stop(FilterReason.EMERGENCY_STOP);
  }

  /** Latches STOP from the next cycle on, for a reason. */
  public void stop(FilterReason reason) {
    latch.stop(reason);
  }

  /** Whether the filter is latched in STOP. */
  public boolean isStopped() {
    return latch.isStopped();
  }

  /** Why the filter is latched in STOP; NONE if it is not. */
  public FilterReason stopReason() {
    return latch.reason();
  }

  /**
   * Index of the joint whose measurement was refused last, in the robot's order; −1 if none was
   * refused since the last reset.
   */
  public int culprit() {
    return intake.culprit();
  }

  /**
   * Index of the joint that moved against the brake, so that the stopped robot is no longer braked
   * by its measurements; −1 if none did since the last reset.
   */
  public int contrary() {
    return intake.contrary();
  }

  /**
   * Filters one action.
   *
   * @param in not modified
   * @return the outcome; owned by the filter, overwritten by the next step. Before the first {@link
   *     #reset} the command is 0.
   */
  public FilterOutput step(FilterInput in) {
    double period = 1 / robot.control().rateHz();
    // Delayed states that arrive in a burst were measured a period apart, whatever their stamps
    // say.
    double dt = in.dt >= MIN_PERIODS * period && in.dt <= StateIntake.MAX_DT ? in.dt : period;
    output.reason = FilterReason.NONE;
    output.activeRows = 0;
    output.barrierActive = false;
    output.slack = 0;
    output.iterations = 0;
    output.intervention = 0;
    output.culprit = -1;
    output.blind = false;
    output.silent = false;
    if (!started) {
      Arrays.fill(output.command, 0);
      output.action = FilterAction.STOP;
      output.reason = FilterReason.STATE_STALE;
      return output;
    }
    envelope.follow(
        in.envelope, output.outOfDistribution ? OOD_SPEED : 1, toolSpeed(in), dt, model.state());
    output.speedScale = model.state().speedScale;
    allMeasured = intake.read(in, dt, output);
    if (allMeasured) {
      watchSupport(in, dt);
    }
    boolean contrary = intake.contrary() >= 0;
    boolean unseen = intake.unseen() > StopLatch.STALE_UNTIL_BRAKE;
    output.blind = (!in.stateFresh || contrary || unseen) && latch.mustBrake();
    // A robot that stops by itself does so better than a brake that sees nothing. One that carries
    // its own weight is braked all the same in STOP, in case it does not stop. An arm that the
    // commands carry would fall: a constant torque does not hold it.
    boolean left =
        contrary
            ? intake.contraryFor() > FADING
            : weightless ? !in.stateFresh && !latch.isStopped() : unseen;
    output.silent = output.blind && in.silentWhenBlind && left;
    if (output.silent) {
      repeat(in.stateFresh ? output.reason : in.staleReason);
      return output;
    }
    decision.bound(window);
    if (model.update()) {
      output.kineticEnergy = model.dynamics().kineticEnergy(qd);
      reckonWithLoad(in, dt);
      decision.decide(in, envelope.stiffnessScale(), allMeasured, dt);
    } else {
      output.reason = FilterReason.STATE_INVALID;
      latch.stateInvalid(FilterReason.STATE_INVALID);
      decision.brakeWithoutModel();
    }
    finish();
    return output;
  }

  /** Nothing is sent: the robot repeats the last command, and then stops on its own. */
  private void repeat(FilterReason reason) {
    System.arraycopy(window.last(), 0, output.command, 0, n);
    System.arraycopy(output.command, 0, output.nominal, 0, n);
    output.action = FilterAction.FALLBACK;
    output.reason = reason;
    decision.release();
    // It comes to rest by its own brakes: later commands must not brake a second time.
    Arrays.fill(qd, 0);
    Arrays.fill(output.acceleration, 0);
    latch.escalate(output);
  }

  /** The last check of a command, and the basis of the next cycle. */
  private void finish() {
    if (!isFinite(output.command)) {
      // This must not happen. The last sent command is known to be valid; no later cycle uses this
      // one.
      System.arraycopy(window.last(), 0, output.command, 0, n);
      unknown.reset(qd);
      decision.distrust();
      latch.stop(FilterReason.COMMAND_REFUSED);
    }
    latch.escalate(output);
    window.sent(output.command);
    model.accelerate(output.command, unknown.total(), output.acceleration);
    estimate.sent(output.command);
  }

  /** The requested limit of the tool's speed, clamped to its range; NaN keeps the last one. */
  private double toolSpeed(FilterInput in) {
    if (!Double.isNaN(in.toolSpeed)) {
      toolSpeed = Math.max(LEAST_TOOL_SPEED, Math.min(ArmState.UNLIMITED, in.toolSpeed));
    }
    return toolSpeed;
  }

  /** Estimates the torque that the model does not explain; rows and brake balance it. */
  private void reckonWithLoad(FilterInput in, double dt) {
    double worst =
        unknown.update(in, intake.effort(), estimate, allMeasured, latch.isStopped(), dt);
    output.disturbance = worst;
    if (in.torqueActs && unknown.lasting(worst, UNEXPLAINED, dt) > UNEXPLAINED_TIME) {
      latch.stop(FilterReason.UNEXPLAINED_TORQUE);
    }
  }

  /** Outside its data a barrier's row is not enforced; the rows from models slowly take over. */
  private void watchSupport(FilterInput in, double dt) {
    double[] acting =
        intake.effort() == EffortMeaning.ECHO ? in.acceptedEffort : estimate.command(0);
    constraints.watch(in.q, in.qd, acting, dt, output);
  }

  static boolean isFinite(double[] v) {
    double s = 0;
    for (double x : v) {
      // 0 · x is NaN for NaN and for infinity, 0 otherwise.
      s += 0 * x;
    }
    return s == 0;
  }
}
