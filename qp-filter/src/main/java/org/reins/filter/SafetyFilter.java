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
  private static final double YIELDS_FIRST = 1e-6;
  private static final double CHECK_TOLERANCE = 1e-6;
  private static final double MIN_DT = 1e-4;
  private static final double MAX_DT = 0.02;
  // Share of the speed that is left where the barrier's data end.
  private static final double STRANGE_SPEED = 0.5;

  private final RobotModel robot;
  private final FilterSettings settings;
  private final int n;
  private final RigidBodyDynamics dynamics;
  private final Cholesky cholesky;
  private final JointImpedance impedance;
  private final Brake brake;
  private final TorqueRateWindow window;
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
    impedance = new JointImpedance(settings.dampingRatio());
    limit = new double[n];
    braking = new double[n];
    double[] change = new double[n];
    double[] hold = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      limit[i] = l.effort();
      braking[i] = settings.brakingShare() * l.acceleration();
      change[i] = l.effortRate() / robot.control().rateHz();
      hold[i] = l.effort();
      totalLimit += l.effort() * l.effort();
    }
    totalLimit = Math.sqrt(totalLimit);
    brake = new Brake(braking, hold);
    window = new TorqueRateWindow(change);
    envelope = new EnvelopeFollower(settings);
    observer = new DisturbanceObserver(limit);
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
    rows = new Rows(problem, massInverse, bias);
    output = new FilterOutput(n, rows.left(), rows.limits());
    q = state.q;
    qd = state.qd;
    acceleration = output.acceleration;
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
   * the robot accepted last; later ones go on from what was sent, for commands may still be in
   * flight.
   *
   * @param in a fresh state; its envelope is in force at once
   * @return false when the state is not fresh or not finite: then nothing changes
   */
  public boolean reset(FilterInput in) {
    if (!in.stateFresh || !isFinite(in.q) || !isFinite(in.qd) || !isFinite(in.acceptedEffort)) {
      return false;
    }
    if (!started) {
      for (int i = 0; i < n; i++) {
        column[i] = Math.max(-limit[i], Math.min(limit[i], in.acceptedEffort[i]));
      }
      window.reset(column);
    }
    brake.release();
    solver.reset();
    Arrays.fill(acceleration, 0);
    System.arraycopy(in.q, 0, q, 0, n);
    System.arraycopy(in.qd, 0, qd, 0, n);
    observer.reset(in.qd);
    support.reset(in.acceptedEffort);
    output.outOfDistribution = false;
    envelope.reset(in.envelope, in.toolSpeed);
    latch.reset();
    started = true;
    return true;
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

  /**
   * Filters one action.
   *
   * @param in not modified
   * @return the outcome; owned by the filter, overwritten by the next step. Before the first {@link
   *     #reset} the command is 0.
   */
  public FilterOutput step(FilterInput in) {
    double dt = in.dt >= MIN_DT && in.dt <= MAX_DT ? in.dt : 1 / robot.control().rateHz();
    output.reason = FilterReason.NONE;
    output.activeRows = 0;
    output.barrierActive = false;
    output.slack = 0;
    output.iterations = 0;
    output.intervention = 0;
    if (!started) {
      Arrays.fill(output.command, 0);
      output.action = FilterAction.STOP;
      output.reason = FilterReason.STATE_STALE;
      return output;
    }
    envelope.follow(
        in.envelope, output.outOfDistribution ? STRANGE_SPEED : 1, in.toolSpeed, dt, state);
    output.speedScale = state.speedScale;
    if (readState(in, dt)) {
      output.kineticEnergy = dynamics.kineticEnergy(qd);
      if (latch.hasFreshState()) {
        output.disturbance = observer.observe(in, dynamics.massMatrix(), bias, dt);
      }
      decide(in);
    } else {
      brakeBlind();
    }
    latch.escalate(output);
    window.sent(output.command);
    predictAcceleration();
    return output;
  }

  /**
   * Takes the measurement, or dead-reckons through a short gap; false when there is no state to
   * work with.
   */
  private boolean readState(FilterInput in, double dt) {
    if (in.stateFresh && isFinite(in.q) && isFinite(in.qd) && isFinite(in.acceptedEffort)) {
      latch.stateGood();
      window.accepted(in.acceptedEffort);
      watchSupport(in, dt);
      double t = settings.delay();
      for (int i = 0; i < n; i++) {
        q[i] = in.q[i] + t * in.qd[i] + t * t / 2 * acceleration[i];
        qd[i] = in.qd[i] + t * acceleration[i];
      }
    } else {
      output.reason = in.stateFresh ? FilterReason.STATE_INVALID : FilterReason.STATE_STALE;
      if (in.stateFresh) {
        latch.stateInvalid();
      }
      latch.stateMissed();
      for (int i = 0; i < n; i++) {
        q[i] += dt * qd[i];
        qd[i] += dt * acceleration[i];
      }
    }
    computeBox();
    dynamics.update(q, qd);
    boolean usable = cholesky.factor(dynamics.massMatrix());
    if (!usable) {
      output.reason = FilterReason.STATE_INVALID;
      latch.stateInvalid();
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

  /** Where the barrier has seen nothing it has no say; slowly, the rows from models take over. */
  private void watchSupport(FilterInput in, double dt) {
    output.outOfDistribution = support.observe(in.q, in.qd, in.acceptedEffort, dt);
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

  private void decide(FilterInput in) {
    brake.torque(q, qd, dynamics.massMatrix(), bias, low, high, braked);
    boolean follow = in.actionFresh && !in.paused && isFinite(in.target) && isFinite(in.stiffness);
    FilterReason whyNot =
        in.paused
            ? FilterReason.PAUSED
            : in.actionFresh ? FilterReason.ACTION_INVALID : FilterReason.ACTION_STALE;
    if (learned != null) {
      learned.alpha(Double.isNaN(in.alpha) ? settings.alpha() : in.alpha);
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
          status == QpStatus.INFEASIBLE ? FilterReason.QP_INFEASIBLE : FilterReason.QP_FAILED;
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

  /** With no usable mass matrix: go towards zero torque as fast as the rate allows. */
  private void brakeBlind() {
    for (int i = 0; i < n; i++) {
      column[i] = Math.max(low[i], Math.min(high[i], 0));
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
    if (latch.hasInvalidState()) {
      Arrays.fill(acceleration, 0);
      return;
    }
    for (int i = 0; i < n; i++) {
      column[i] = output.command[i] - bias[i];
    }
    cholesky.solve(column, acceleration);
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
