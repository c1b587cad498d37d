package org.reins.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.constraint.ArmState;
import org.reins.filter.constraint.Constraint;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.HalfSpaceDistance;
import org.reins.filter.constraint.JointBounds;
import org.reins.filter.constraint.LearnedBarrier;
import org.reins.filter.constraint.Load;
import org.reins.filter.constraint.RowLimit;
import org.reins.filter.constraint.RowName;
import org.reins.filter.constraint.Rows;
import org.reins.filter.constraint.ToolSpeed;
import org.reins.filter.qp.QpBackEnd;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpSolver;
import org.reins.filter.qp.QpStatus;
import org.reins.robot.Cholesky;
import org.reins.robot.JointLimits;
import org.reins.robot.RigidBodyDynamics;
import org.reins.robot.RobotModel;

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
 * <p>In the metric M⁻¹ a row pushes back as a frictionless wall would (Gauss's principle of least
 * constraint), so the arm slides along what it may not enter. The look-ahead τ gives the torque a
 * say in Ḃ even at rest, where ∇_q̇ B vanishes. Where the barrier file holds a guard and it finds
 * state and command unlike the barrier's data, the barrier's row gives way to those from models, at
 * half the speed. The answer is checked; when there is none or it fails, the brake is sent in the
 * same cycle. Slack is never hidden: it is in the output.
 *
 * <p>Vectors over joints are in the order of the robot model. A step allocates nothing, throws
 * nothing, locks nothing and reads no clock. Not thread-safe.
 */
public final class SafetyFilter {
  // Softness of hard rows that contradict each other, rad/s² or m/s² squared a unit of cost.
  private static final double YIELDS_LAST = 1e-9;
  private static final double YIELDS_FIRST = 1e-8;
  private static final double CHECK_TOLERANCE = 1e-6;
  private static final double MIN_PERIODS = 0.5;
  private static final double MIN_BETWEEN = 1e-6;
  private static final double MAX_DT = 0.02;
  // Share of the speed that is left where the barrier's data end.
  private static final double STRANGE_SPEED = 0.5;
  // Ranges of what comes in beside the state; what lies outside is cut.
  private static final double LEAST_ALPHA = 0.1;
  private static final double MOST_ALPHA = 100;
  private static final double LEAST_TOOL_SPEED = 0.01;
  private static final double FARTHEST_TARGET = 1e6;
  private static final double OLDEST = 0.05;
  // How long a controller inside of the robot may take to show motion, s.
  private static final double CONTROLLER_LAG = 0.5;
  // Unexplained torque that stops the robot when it lasts: share of a torque limit, and s.
  private static final double UNEXPLAINED = 0.7;
  private static final double UNEXPLAINED_TIME = 0.5;
  private static final double EXPLAINED = 0.05;
  // An effort this near to what holds the robot still may be an echo of what was sent before: share
  // of the largest change in a period.
  private static final double HELD_NEARBY = 0.9;
  // Periods by which it is not known when a command began to act.
  private static final int UNSURE = 3;
  // Friction that may hold a joint which the model moves: of the file's, and of the torque limit.
  private static final double FRICTION = 1.5;
  private static final double FRICTION_OF_LIMIT = 0.02;

  private final RobotModel robot;
  private final FilterSettings settings;
  private final int n;
  private final RigidBodyDynamics dynamics;
  private final Cholesky cholesky;
  private final JointImpedance impedance;
  private final Brake brake;
  private final TorqueRateWindow window;
  private final EffortWatch effort;
  private final StateCheck check;
  private final MotionEstimate estimate;
  private final QpProblem problem;
  private final QpSolver solver;
  private final Rows rows;
  private final JointBounds joints;
  private final HalfSpaceDistance planes;
  private final LearnedBarrier learned;
  private final Constraint[] constraints;
  private final List<RowName> rowNames = new ArrayList<>();
  private final FilterOutput output;

  private final double[] limit;
  private final double[] braking;
  private final ArmState state;
  private final double[] q;
  private final double[] qd;
  private final double[] acceleration;
  private final double[] bias;
  private final double[] balance;
  private final double[] load;
  private final double[] loadError;
  private final double[] drag;
  private final double[] resisted;
  private final double[] friction;
  private final double[] actedLeast;
  private final double[] actedMost;
  private final double[] change;
  private final double[] massInverse;
  private final double[] low;
  private final double[] high;
  private final double[] braked;
  private final double[] stiffness;
  private final double[] column;
  private double totalLimit;
  private int barrierRowIndex = -1;
  private final EnvelopeFollower envelope;
  private final DisturbanceObserver observer;
  private final StopLatch latch = new StopLatch();
  private final SupportWatch support;
  private boolean started;
  private int culprit = -1;
  private boolean allMeasured;
  private boolean loaded;
  private boolean measuredBefore;
  private double toolSpeed = ArmState.UNLIMITED;

  /**
   * Prepares a filter.
   *
   * @param robot its model
   * @param obstacles what the filter knows of the world
   * @param barrier learned barrier over (q, q̇), or null for none
   * @param settings how to work
   * @param solver for n variables, or null for the built-in one; it must accept {@link #maxRows}
   *     rows
   * @throws IllegalArgumentException when the barrier is not for this robot, or there are more than
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
   * Prepares a filter with further constraints.
   *
   * @param robot its model
   * @param obstacles what the filter knows of the world
   * @param barrier learned barrier over (q, q̇), or null for none
   * @param further constraints on top of joints, obstacles and barrier; none may be in two filters
   * @param settings how to work
   * @param solver makes one for a number of variables and of rows
   * @throws IllegalArgumentException when the barrier is not for this robot, or there are more than
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
    this.settings = settings;
    n = robot.dof();
    dynamics = new RigidBodyDynamics(robot);
    cholesky = new Cholesky(n);
    impedance = new JointImpedance(settings.dampingRatio(), robot);
    limit = new double[n];
    braking = new double[n];
    change = new double[n];
    double[] hold = new double[n];
    friction = new double[n];
    actedLeast = new double[n];
    actedMost = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      limit[i] = l.effort();
      braking[i] = settings.brakingShare() * l.acceleration();
      change[i] = l.effortRate() / robot.control().rateHz();
      hold[i] = l.effort();
      totalLimit += l.effort() * l.effort();
      friction[i] = FRICTION * robot.joints().get(i).friction() + FRICTION_OF_LIMIT * l.effort();
    }
    totalLimit = Math.sqrt(totalLimit);
    brake = new Brake(braking, hold);
    window = new TorqueRateWindow(change);
    check = new StateCheck(robot);
    envelope = new EnvelopeFollower(settings);
    observer = new DisturbanceObserver(robot);
    support = new SupportWatch(barrier, n);
    List<Constraint> all = new ArrayList<>();
    joints = StandardConstraints.joints(robot, barrier, settings, braking);
    all.add(joints);
    planes =
        new HalfSpaceDistance(
            robot,
            obstacles,
            StandardConstraints.obstacleBraking(settings, braking),
            settings.horizon());
    all.add(planes);
    learned = barrier == null ? null : StandardConstraints.learned(barrier, settings);
    if (learned != null) {
      barrierRowIndex = joints.rows().size() + planes.rows().size();
      all.add(learned);
    }
    all.addAll(further);
    all.add(new ToolSpeed(robot, settings.horizon()));
    constraints = all.toArray(Constraint[]::new);
    for (Constraint c : constraints) {
      rowNames.addAll(c.rows());
    }
    if (rowNames.size() > Long.SIZE) {
      throw new IllegalArgumentException(
          rowNames.size() + " constraint rows: at most " + Long.SIZE + " can be reported");
    }
    problem = new QpProblem(n, rowNames.size());
    this.solver = solver.apply(n, rowNames.size());
    state = new ArmState(dynamics);
    massInverse = state.massInverse;
    bias = new double[n];
    balance = new double[n];
    load = new double[n];
    loadError = new double[n];
    drag = new double[n];
    resisted = new double[n];
    rows = new Rows(problem, massInverse, bias, new Load(load, drag, loadError));
    output = new FilterOutput(n, rows.left(), rows.limits(), load);
    q = state.q;
    qd = state.qd;
    acceleration = output.acceleration;
    estimate = new MotionEstimate(q, qd, acceleration);
    effort = new EffortWatch(window, estimate, change, settings.lostCommands());
    low = new double[n];
    high = new double[n];
    braked = new double[n];
    stiffness = new double[n];
    column = new double[n];
  }

  /** Rows that a solver must accept. */
  public int maxRows() {
    return rowNames.size();
  }

  /** Names of the constraint rows; bit k of {@link FilterOutput#activeRows} belongs to name k. */
  public List<String> rowNames() {
    return rowNames.stream().map(RowName::name).toList();
  }

  /** The same with words and units, for people. */
  public List<RowName> rows() {
    return List.copyOf(rowNames);
  }

  /**
   * Starts, or starts again after a stop, from the measured state. The first command lies near what
   * the robot holds before it; later ones go on from what was sent, for commands may still be in
   * flight.
   *
   * @param in a fresh state; its envelope is in force at once
   * @return false when the state is not fresh, not finite, or cannot be true: then nothing changes
   */
  public boolean reset(FilterInput in) {
    if (!in.stateFresh || !check.reset(in.q, in.qd)) {
      return false;
    }
    if (!started) {
      holding(in);
      effort.reset();
    } else {
      System.arraycopy(window.last(), 0, column, 0, n);
    }
    brake.release();
    solver.reset();
    estimate.reset(in.told ? in.toldQ : in.q, in.told ? in.toldQd : in.qd, column);
    Arrays.fill(load, 0);
    Arrays.fill(drag, 0);
    observer.reset(in.qd);
    support.reset(column);
    output.outOfDistribution = false;
    toolSpeed = ArmState.UNLIMITED;
    envelope.reset(in.envelope, toolSpeed(in));
    latch.reset();
    culprit = -1;
    measuredBefore = false;
    started = true;
    return true;
  }

  /**
   * Begins the window with what the robot may hold before the first command: the torque that keeps
   * it at rest, and what its effort says, where that may be an echo.
   */
  private void holding(FilterInput in) {
    Arrays.fill(column, 0);
    if (!robot.control().gravityCompensated()) {
      dynamics.update(in.q, in.qd);
      System.arraycopy(dynamics.gravity(), 0, column, 0, n);
    }
    boolean said = in.torqueActs && isFinite(in.acceptedEffort);
    boolean nearby = said;
    for (int i = 0; i < n && said; i++) {
      low[i] = Math.max(-limit[i], Math.min(limit[i], in.acceptedEffort[i]));
      nearby &= Math.abs(low[i] - column[i]) <= HELD_NEARBY * change[i];
    }
    if (said && in.effortMeaning == EffortMeaning.ECHO) {
      System.arraycopy(low, 0, column, 0, n);
    }
    window.reset(column, nearby && in.effortMeaning == EffortMeaning.AUTO ? low : column);
  }

  /**
   * Forgets everything, as before the first {@link #reset}: for another robot, or one that was
   * switched off meanwhile.
   */
  public void forget() {
    started = false;
    latch.reset();
  }

  /** Latches STOP from the next cycle on; only {@link #reset} or {@link #forget} ends it. */
  public void emergencyStop() {
    stop(FilterReason.EMERGENCY_STOP);
  }

  /** The same for a reason. */
  public void stop(FilterReason reason) {
    latch.stop(reason);
  }

  /** Whether the filter is latched in STOP. */
  public boolean isStopped() {
    return latch.isStopped();
  }

  /** Why the filter is latched in STOP; NONE when it is not. */
  public FilterReason stopReason() {
    return latch.reason();
  }

  /**
   * The joint whose measurement was refused last, in the robot's order; −1 when none was since the
   * last reset.
   */
  public int culprit() {
    return culprit;
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
    // States that were held up and come in a burst were measured a period apart, whatever they say.
    double dt = in.dt >= MIN_PERIODS * period && in.dt <= MAX_DT ? in.dt : period;
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
        in.envelope, output.outOfDistribution ? STRANGE_SPEED : 1, toolSpeed(in), dt, state);
    output.speedScale = state.speedScale;
    readState(in, dt);
    output.blind = !in.stateFresh && latch.mustBrake();
    output.silent = output.blind && in.silentWhenBlind && !latch.isStopped();
    if (output.silent) {
      repeat(in.staleReason);
      return output;
    }
    computeBox();
    if (updateModel()) {
      output.kineticEnergy = dynamics.kineticEnergy(qd);
      reckonWithDisturbance(in, dt);
      decide(in, dt);
    } else {
      brakeWithoutModel();
    }
    finish();
    return output;
  }

  /** Nothing is sent: the robot repeats the last command, and then stops by itself. */
  private void repeat(FilterReason reason) {
    System.arraycopy(window.last(), 0, output.command, 0, n);
    System.arraycopy(output.command, 0, output.nominal, 0, n);
    output.action = FilterAction.FALLBACK;
    output.reason = reason;
    brake.release();
    // It comes to rest by its own brakes: what is sent after that must not brake a second time.
    Arrays.fill(qd, 0);
    Arrays.fill(acceleration, 0);
    latch.escalate(output);
  }

  /** The last look at a command, and what the next cycle builds on. */
  private void finish() {
    if (!isFinite(output.command)) {
      // Not to be. What was sent last is known to be sound, and no later cycle builds on this one.
      System.arraycopy(window.last(), 0, output.command, 0, n);
      observer.reset(qd);
      solver.reset();
      latch.stop(FilterReason.COMMAND_REFUSED);
    }
    latch.escalate(output);
    window.sent(output.command);
    predictAcceleration();
    estimate.sent(output.command);
  }

  /** The limit of the tool's speed that is asked for, cut to its range; NaN keeps the last one. */
  private double toolSpeed(FilterInput in) {
    if (!Double.isNaN(in.toolSpeed)) {
      toolSpeed = Math.max(LEAST_TOOL_SPEED, Math.min(ArmState.UNLIMITED, in.toolSpeed));
    }
    return toolSpeed;
  }

  /**
   * Takes what can be true of the measurement, joint by joint, and moves the other joints on from
   * where they were thought to be.
   */
  private void readState(FilterInput in, double dt) {
    boolean good = false;
    if (in.stateFresh) {
      good = judged(in, dt);
      if (in.torqueActs) {
        boolean there = isFinite(in.acceptedEffort);
        effort.take(in.effortMeaning, in.acceptedEffort, there);
      } else {
        // The torque is the filter's own figure: none is ever lost.
        window.stateCame();
        window.overtaken(0);
      }
      output.effort = effort.found();
    } else {
      output.reason = in.staleReason;
      check.missed(dt);
      if (latch.mustBrake() && (latch.isStopped() || !in.silentWhenBlind)) {
        // Blind, it brakes in the faith that commands arrive: a window over all that might have
        // been lost would keep the torque as it was.
        window.stateCame();
        window.overtaken(0);
      }
    }
    if (good) {
      latch.stateGood();
      watchSupport(in, dt);
    } else {
      latch.stateMissed();
    }
    double age = in.stateAge >= 0 ? Math.min(OLDEST, in.stateAge) : OLDEST;
    for (int i = 0; i < n; i++) {
      if (!in.stateFresh) {
        estimate.unmeasured(i, dt);
      } else if (check.isGood(i)) {
        double position = in.told ? in.toldQ[i] : in.q[i];
        double velocity = in.told ? in.toldQd[i] : in.qd[i];
        estimate.measured(i, position, velocity, settings.delay() + age, dt);
      } else if (latch.isStopped() && check.positionMoves(i)) {
        // A velocity that cannot be true for long: the positions tell it more slowly.
        estimate.speed(i, in.q[i], check.derivative(i));
      } else {
        estimate.unmeasured(i, dt);
      }
    }
    allMeasured = good;
  }

  /** Whether the whole measurement can be true; else the reason is in the output. */
  private boolean judged(FilterInput in, double dt) {
    for (int i = 0; i < n; i++) {
      double held = massInverse[i * n + i] * friction[i];
      // Without the load: numbers that stand still look like something that holds the joint.
      double a = acceleration[i];
      for (int j = 0; j < n && loaded; j++) {
        a -= massInverse[i * n + j] * (load[j] + drag[j]);
      }
      column[i] = Math.signum(a) * Math.max(0, Math.abs(a) - held);
    }
    // As the stamps say: a sender that was held up and catches up is right in the sum.
    double between = in.dt > MIN_BETWEEN && in.dt <= MAX_DT ? in.dt : dt;
    if (check.take(in.q, in.qd, column, in.torqueActs ? 0 : CONTROLLER_LAG, between, dt)) {
      return true;
    }
    output.reason = check.reason();
    output.culprit = check.culprit();
    culprit = check.culprit();
    latch.stateInvalid(check.reason());
    return false;
  }

  /** Puts the dynamics at the state at which the command will act; false when they are unusable. */
  private boolean updateModel() {
    dynamics.update(q, qd);
    if (!cholesky.factor(dynamics.massMatrix())) {
      output.reason = FilterReason.STATE_INVALID;
      latch.stateInvalid(FilterReason.STATE_INVALID);
      return false;
    }
    for (int i = 0; i < n; i++) {
      bias[i] = dynamics.coriolis()[i];
      if (!robot.control().gravityCompensated()) {
        bias[i] += dynamics.gravity()[i];
      }
    }
    return true;
  }

  /** Estimates the torque that the model does not explain; rows and brake balance it. */
  private void reckonWithDisturbance(FilterInput in, double dt) {
    double worst = observe(in, dt);
    loaded = false;
    for (int i = 0; i < n; i++) {
      // What the robot's own controller does is no disturbance; it is still worth a number.
      load[i] = in.torqueActs ? observer.load()[i] : 0;
      loadError[i] = in.torqueActs ? observer.error()[i] : 0;
      drag[i] = in.torqueActs ? observer.drag()[i] : 0;
      balance[i] = bias[i] - load[i] - drag[i];
      loaded |= load[i] != 0 || drag[i] != 0;
    }
    if (in.torqueActs && observer.lasting(worst, UNEXPLAINED, dt) > UNEXPLAINED_TIME) {
      latch.stop(FilterReason.UNEXPLAINED_TORQUE);
    }
  }

  private double observe(FilterInput in, double dt) {
    if (allMeasured && measuredBefore) {
      acting(in, dt);
      output.disturbance =
          observer.observe(in.qd, actedLeast, actedMost, dynamics.massMatrix(), bias, dt);
    } else {
      if (in.stateFresh) {
        observer.skip(in.qd);
      }
      if (latch.isStopped() && !allMeasured) {
        // Drawn from a measurement that turned out not to be true.
        observer.forget();
      }
      observer.fade(dt);
    }
    measuredBefore = allMeasured;
    return output.disturbance;
  }

  /** The torques that may have acted until the measurement: some periods' worth of commands. */
  private void acting(FilterInput in, double dt) {
    double age = in.stateAge >= 0 ? Math.min(OLDEST, in.stateAge) : OLDEST;
    int newest = (int) Math.round(age / dt);
    boolean echo = effort.found() == EffortMeaning.ECHO;
    for (int i = 0; i < n; i++) {
      double first = echo ? in.acceptedEffort[i] : estimate.command(newest)[i];
      actedLeast[i] = first;
      actedMost[i] = first;
    }
    for (int k = newest; k <= newest + UNSURE; k++) {
      double[] command = estimate.command(k);
      for (int i = 0; i < n; i++) {
        actedLeast[i] = Math.min(actedLeast[i], command[i]);
        actedMost[i] = Math.max(actedMost[i], command[i]);
      }
    }
  }

  /** Where the barrier has seen nothing it has no say; slowly, the rows from models take over. */
  private void watchSupport(FilterInput in, double dt) {
    double[] acting =
        effort.found() == EffortMeaning.ECHO ? in.acceptedEffort : estimate.command(0);
    output.outOfDistribution = support.observe(in.q, in.qd, acting, dt);
    output.supportPValue = support.pValue();
    if (learned != null) {
      learned.hold(!output.outOfDistribution);
    }
  }

  /** Torques that can be sent: the torque limits and the rate window. */
  private void computeBox() {
    window.update();
    for (int i = 0; i < n; i++) {
      low[i] = Math.max(-limit[i], window.low()[i]);
      high[i] = Math.min(limit[i], window.high()[i]);
    }
  }

  private void decide(FilterInput in, double dt) {
    for (int i = 0; i < n; i++) {
      resisted[i] = load[i] + drag[i];
    }
    brake.torque(q, qd, dynamics.massMatrix(), bias, resisted, low, high, allMeasured, dt, braked);
    boolean follow = in.actionFresh && !in.paused && isAction(in);
    FilterReason whyNot =
        in.paused
            ? FilterReason.PAUSED
            : in.actionFresh ? FilterReason.ACTION_INVALID : FilterReason.ACTION_STALE;
    if (learned != null) {
      learned.alpha(
          Double.isNaN(in.alpha)
              ? settings.alpha()
              : Math.max(LEAST_ALPHA, Math.min(MOST_ALPHA, in.alpha)));
    }
    if (latch.mustBrake()) {
      System.arraycopy(braked, 0, output.nominal, 0, n);
      send(braked, FilterAction.FALLBACK, output.reason);
      return;
    }
    if (follow) {
      brake.release();
      nominal(in);
    } else {
      System.arraycopy(braked, 0, output.nominal, 0, n);
    }
    invertMass();
    writeCost(output.nominal);
    writeRows();
    QpStatus status = solver.solve(problem);
    output.iterations = solver.iterations();
    if (status != QpStatus.SOLVED) {
      FilterReason reason =
          status != QpStatus.INFEASIBLE
              ? FilterReason.QP_FAILED
              : isPushed() ? FilterReason.UNEXPLAINED_TORQUE : FilterReason.QP_INFEASIBLE;
      send(
          status == QpStatus.INFEASIBLE && yieldLeast() ? solver.solution() : braked,
          FilterAction.FALLBACK,
          reason);
      return;
    }
    if (!passesCheck()) {
      send(braked, FilterAction.FALLBACK, FilterReason.POST_CHECK);
      return;
    }
    noteActiveRows();
    double[] u = solver.solution();
    double change = 0;
    for (int i = 0; i < n; i++) {
      change += (u[i] - output.nominal[i]) * (u[i] - output.nominal[i]);
    }
    output.intervention = Math.sqrt(change) / totalLimit;
    if (!follow) {
      send(u, FilterAction.SLOWDOWN, whyNot);
    } else if (output.activeRows != 0 || output.intervention > CHECK_TOLERANCE) {
      send(u, FilterAction.MODIFIED, FilterReason.CONSTRAINT);
    } else {
      send(u, FilterAction.PASS, output.reason);
    }
    if (follow && output.outOfDistribution) {
      output.reason = FilterReason.OUT_OF_DISTRIBUTION;
    }
  }

  private boolean isAction(FilterInput in) {
    boolean sound = isFinite(in.stiffness);
    for (int i = 0; i < n; i++) {
      sound &= Math.abs(in.target[i]) <= FARTHEST_TARGET;
    }
    return sound;
  }

  /** Whether there is a disturbance that rows reckon with. */
  private boolean isPushed() {
    boolean pushed = false;
    for (int i = 0; i < n; i++) {
      pushed |= Math.abs(load[i]) > EXPLAINED * limit[i];
    }
    return pushed;
  }

  /**
   * When the hard rows contradict each other no command holds them all, the brake included: looks
   * for the one nearest to the brake that misses them least. Bounds on the acceleration as such
   * give way first, for they are there for comfort and the drives; those of torque and torque rate
   * never do.
   *
   * @return whether the solver has a command that can be sent
   */
  private boolean yieldLeast() {
    writeCost(braked);
    for (int k = 0; k < problem.rows; k++) {
      if (problem.softness[k] == 0) {
        problem.softness[k] =
            output.limits[k] == RowLimit.ACCELERATION ? YIELDS_FIRST : YIELDS_LAST;
      }
    }
    if (solver.solve(problem) != QpStatus.SOLVED) {
      return false;
    }
    double[] x = solver.solution();
    for (int i = 0; i < n; i++) {
      if (!(x[i] >= low[i] - CHECK_TOLERANCE && x[i] <= high[i] + CHECK_TOLERANCE)) {
        return false;
      }
      x[i] = Math.max(low[i], Math.min(high[i], x[i]));
    }
    return true;
  }

  private void nominal(FilterInput in) {
    for (int i = 0; i < n; i++) {
      // Not more than the torque limit can hold over one radian, whatever is asked for.
      stiffness[i] =
          Math.max(0, Math.min(10 * limit[i], in.stiffness[i])) * envelope.stiffnessScale();
    }
    impedance.torque(q, qd, in.target, stiffness, dynamics.massMatrix(), bias, output.nominal);
    for (int i = 0; i < n; i++) {
      output.nominal[i] = Math.max(-limit[i], Math.min(limit[i], output.nominal[i]));
    }
  }

  private void invertMass() {
    for (int j = 0; j < n; j++) {
      Arrays.fill(column, 0);
      column[j] = 1;
      cholesky.solve(column, column);
      for (int i = 0; i < n; i++) {
        massInverse[i * n + j] = column[i];
      }
    }
  }

  /** The cost ½ ‖u − wanted‖² in the metric M⁻¹, and the torques that can be sent. */
  private void writeCost(double[] wanted) {
    System.arraycopy(massInverse, 0, problem.hessian, 0, n * n);
    for (int i = 0; i < n; i++) {
      double f = 0;
      for (int j = 0; j < n; j++) {
        f -= massInverse[i * n + j] * wanted[j];
      }
      problem.linear[i] = f;
      problem.lower[i] = low[i];
      problem.upper[i] = high[i];
    }
  }

  private void writeRows() {
    rows.clear();
    for (Constraint c : constraints) {
      c.append(state, rows);
    }
    output.speedShare = joints.speedShare();
    output.obstacleMargin = planes.nearest();
    output.barrierMargin = learned == null ? Double.NaN : learned.margin();
  }

  /** Finite, inside the bounds, every hard row held, every soft row but for its slack. */
  private boolean passesCheck() {
    double[] x = solver.solution();
    double[] y = solver.multipliers();
    for (int i = 0; i < n; i++) {
      if (!(x[i] >= low[i] - CHECK_TOLERANCE && x[i] <= high[i] + CHECK_TOLERANCE)) {
        return false;
      }
      x[i] = Math.max(low[i], Math.min(high[i], x[i]));
    }
    for (int k = 0; k < problem.rows; k++) {
      double slack = problem.softness[k] * y[k];
      double s = slack - problem.rightHandSide[k];
      double scale = 1;
      for (int i = 0; i < n; i++) {
        double term = problem.matrix[k * n + i] * x[i];
        s += term;
        scale += Math.abs(term);
      }
      if (!(s >= -CHECK_TOLERANCE * scale)) {
        return false;
      }
      output.slack = Math.max(output.slack, slack);
    }
    return true;
  }

  private void noteActiveRows() {
    double[] y = solver.multipliers();
    for (int k = 0; k < problem.rows; k++) {
      if (y[k] > 0) {
        output.activeRows |= 1L << k;
      }
    }
    output.barrierActive = barrierRowIndex >= 0 && (output.activeRows & 1L << barrierRowIndex) != 0;
  }

  /** With no usable mass matrix: go to the last balance as fast as the rate allows. */
  private void brakeWithoutModel() {
    for (int i = 0; i < n; i++) {
      column[i] = Math.max(low[i], Math.min(high[i], Double.isFinite(bias[i]) ? bias[i] : 0));
      output.nominal[i] = column[i];
    }
    send(column, FilterAction.FALLBACK, output.reason);
  }

  private void send(double[] u, FilterAction action, FilterReason reason) {
    System.arraycopy(u, 0, output.command, 0, n);
    output.action = action;
    output.reason = reason;
  }

  private void predictAcceleration() {
    for (int i = 0; i < n; i++) {
      column[i] = output.command[i] - balance[i];
    }
    cholesky.solve(column, acceleration);
    if (!isFinite(acceleration)) {
      Arrays.fill(acceleration, 0);
    }
  }

  private static boolean isFinite(double[] v) {
    double s = 0;
    for (double x : v) {
      // 0 · x is NaN for NaN and for infinity, 0 otherwise.
      s += 0 * x;
    }
    return s == 0;
  }
}
