package org.reins.filter;

import org.reins.filter.constraint.Rows;
import org.reins.filter.qp.QpStatus;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Decides which torques are sent: the policy's, the program's answer, the least violation of rows
 * that contradict each other, or the brake. Each answer is checked; whatever fails, the brake is
 * sent in the same cycle.
 *
 * <p>Allocates nothing after construction; not thread-safe.
 */
final class TorqueDecision {
  // Ranges of the inputs other than the state; values outside are clamped.
  private static final double LEAST_ALPHA = 0.1;
  private static final double MOST_ALPHA = 100;

  private final int n;
  private final ModelAhead model;
  private final ArmConstraints constraints;
  private final TorqueProblem qp;
  private final UnknownLoad unknown;
  private final StopLatch latch;
  private final NominalTorque nominal;
  private final Brake brake;
  private final Rows rows;
  private final FilterOutput output;
  private final double usualAlpha;
  private final double[] limit;
  private final double[] low;
  private final double[] high;
  private final double[] braked;
  private final double[] perRadian;
  private final double totalLimit;

  /**
   * Prepares.
   *
   * @param model updated in each cycle before {@link #decide}
   * @param constraints write their rows into the program
   * @param qp of the robot's joints and at least as many rows
   * @param unknown the load that the brake resists
   * @param latch says whether the robot must brake
   */
  TorqueDecision(
      RobotModel robot,
      FilterSettings settings,
      ModelAhead model,
      ArmConstraints constraints,
      TorqueProblem qp,
      UnknownLoad unknown,
      StopLatch latch) {
    n = robot.dof();
    this.model = model;
    this.constraints = constraints;
    this.qp = qp;
    this.unknown = unknown;
    this.latch = latch;
    usualAlpha = settings.alpha();
    perRadian = robot.perRadian();
    limit = new double[n];
    double[] braking = new double[n];
    double[] hold = new double[n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      limit[i] = l.effort();
      braking[i] = settings.brakingShare() * l.acceleration();
      hold[i] = l.effort() / perRadian[i];
      // Forces count as torques: those of a lift would hide those of a wrist.
      total += perRadian[i] * l.effort() * perRadian[i] * l.effort();
    }
    totalLimit = Math.sqrt(total);
    nominal = new NominalTorque(robot, settings, limit);
    low = qp.low();
    high = qp.high();
    brake = new Brake(perRadian, braking, hold, model.bias(), unknown.total(), low, high);
    braked = new double[n];
    rows = new Rows(qp.problem(), model.state().massInverse, model.bias(), unknown.forRows());
    output = new FilterOutput(n, rows.left(), rows.limits(), unknown.push());
  }

  /** The outcome of a cycle; owned and overwritten by the filter. */
  FilterOutput output() {
    return output;
  }

  /** Starts over. */
  void reset() {
    brake.reset();
    qp.reset();
  }

  /** Forgets what solving has left, after an answer that must not have been. */
  void distrust() {
    qp.reset();
  }

  /** Another one stops the robot: the brake lets go of the position that it held. */
  void release() {
    brake.release();
  }

  /**
   * Sets the torques that can be sent: the torque limits and the rate window.
   *
   * @param window updated
   */
  void bound(TorqueRateWindow window) {
    window.update();
    for (int i = 0; i < n; i++) {
      low[i] = Math.max(-limit[i], window.low()[i]);
      high[i] = Math.min(limit[i], window.high()[i]);
    }
  }

  /**
   * Decides; the model is the one of this cycle.
   *
   * @param stiffnessScale allowed share of the requested stiffness
   * @param measured whether every joint's state is measured
   * @param dt since the last cycle, s
   */
  void decide(FilterInput in, double stiffnessScale, boolean measured, double dt) {
    double[] q = model.state().q;
    double[] qd = model.state().qd;
    brake.torque(q, qd, model.dynamics().massMatrix(), measured, dt, braked);
    FilterReason whyNot = objection(in);
    boolean follow = whyNot == FilterReason.NONE;
    if (latch.mustBrake()) {
      System.arraycopy(braked, 0, output.nominal, 0, n);
      send(braked, FilterAction.FALLBACK, output.reason);
      return;
    }
    if (follow) {
      brake.release();
      nominal.compute(in, q, qd, stiffnessScale, model.dynamics(), model.bias(), output.nominal);
    } else {
      System.arraycopy(braked, 0, output.nominal, 0, n);
    }
    qp.invertMass(model.mass());
    qp.writeCost(output.nominal);
    constraints.write(model.state(), alpha(in), rows, output);
    QpStatus status = qp.solve();
    output.iterations = qp.iterations();
    if (status != QpStatus.SOLVED) {
      withoutAnswer(status);
    } else if (!qp.passesCheck()) {
      send(braked, FilterAction.FALLBACK, FilterReason.POST_CHECK);
    } else {
      answer(whyNot);
    }
  }

  private void withoutAnswer(QpStatus status) {
    FilterReason reason =
        status != QpStatus.INFEASIBLE
            ? FilterReason.QP_FAILED
            : unknown.isPushed() ? FilterReason.UNEXPLAINED_TORQUE : FilterReason.QP_INFEASIBLE;
    boolean yields = status == QpStatus.INFEASIBLE && qp.yieldLeast(braked, output.limits);
    send(yields ? qp.solution() : braked, FilterAction.FALLBACK, reason);
  }

  private void answer(FilterReason whyNot) {
    boolean follow = whyNot == FilterReason.NONE;
    output.slack = qp.slack();
    output.activeRows = qp.activeRows();
    output.barrierActive = constraints.hasBarrier(output.activeRows);
    double[] u = qp.solution();
    double change = 0;
    for (int i = 0; i < n; i++) {
      double changed = perRadian[i] * (u[i] - output.nominal[i]);
      change += changed * changed;
    }
    output.intervention = Math.sqrt(change) / totalLimit;
    if (!follow) {
      send(u, FilterAction.SLOWDOWN, whyNot);
    } else if (output.activeRows != 0 || output.intervention > TorqueProblem.TOLERANCE) {
      send(u, FilterAction.MODIFIED, FilterReason.CONSTRAINT);
    } else {
      send(u, FilterAction.PASS, output.reason);
    }
    if (follow && output.outOfDistribution) {
      output.reason = FilterReason.OUT_OF_DISTRIBUTION;
    }
  }

  private double alpha(FilterInput in) {
    return Double.isNaN(in.alpha)
        ? usualAlpha
        : Math.max(LEAST_ALPHA, Math.min(MOST_ALPHA, in.alpha));
  }

  /** Why the policy is not followed; NONE if it is. */
  private FilterReason objection(FilterInput in) {
    if (in.paused) {
      return FilterReason.PAUSED;
    }
    if (!in.actionFresh) {
      return FilterReason.ACTION_STALE;
    }
    if (!in.personKnown) {
      return FilterReason.PERSON_UNKNOWN;
    }
    return nominal.isAction(in) ? FilterReason.NONE : FilterReason.ACTION_INVALID;
  }

  /** Without a usable mass matrix: moves to the last balance as fast as the rate allows. */
  void brakeWithoutModel() {
    double[] bias = model.bias();
    for (int i = 0; i < n; i++) {
      braked[i] = Math.max(low[i], Math.min(high[i], Double.isFinite(bias[i]) ? bias[i] : 0));
      output.nominal[i] = braked[i];
    }
    send(braked, FilterAction.FALLBACK, output.reason);
  }

  private void send(double[] u, FilterAction action, FilterReason reason) {
    System.arraycopy(u, 0, output.command, 0, n);
    output.action = action;
    output.reason = reason;
  }
}
