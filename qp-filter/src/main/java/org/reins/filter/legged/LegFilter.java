package org.reins.filter.legged;

import org.reins.filter.FilterAction;
import org.reins.filter.StateCheck;
import org.reins.filter.TorqueProblem;
import org.reins.filter.constraint.ArmState;
import org.reins.filter.constraint.Constraint;
import org.reins.filter.constraint.Rows;
import org.reins.filter.constraint.Viability;
import org.reins.filter.qp.DualActiveSetSolver;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpStatus;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Keeps the joints of a legged robot within their positions, speeds and torques:
 *
 * <pre>
 *   minimise    ½ ‖τ − τNom‖² + Σ ½ ρ s²
 *   subject to  lo ≤ q̈ + A (τ − τ₋) + s ≤ hi,   −τMax ≤ τ ≤ τMax
 * </pre>
 *
 * <p>lo and hi are the {@link Viability} bounds of each joint, q̈ its measured acceleration and τ₋
 * the torque under which it was measured. The ground reaction is already contained in q̈, so no
 * contact model is needed except which feet stand. A row may be violated, because an impact can
 * accelerate a joint faster than any torque can stop it. Then the torques do as much as they can.
 * Torques are never beyond their limits, and change no faster than their rates. Each answer is
 * checked as for an arm, and damping replaces one that fails. Damping is also the answer to values
 * that are not finite or faster than any joint, and to a measurement that is not new. Nothing
 * allocates after construction; not thread-safe.
 */
public final class LegFilter {
  private static final double WEIGHT = 1e6;
  // Horizon of the bounds, in periods: time for a torque to take effect.
  private static final double HORIZON = 4;
  // Largest position of a leg joint, rad.
  private static final double MOST_ANGLE = 20;

  private final int n;
  private final double period;
  private final double damping;
  private final double[] most;
  private final double[] rate;
  private final double[] fastest;
  private final LegResponse response;
  private final TorqueProblem qp;
  private final Constraint bounds;
  private final ArmState state;
  private final Rows rows;
  private final double[] before;
  private final double[] sent;
  private final double[] acceleration;
  private boolean known;

  /**
   * Prepares a filter.
   *
   * @param period of the torques, s
   * @param margin kept from the ends of the joints, rad
   * @param damping of the fallback, N·m·s/rad
   */
  public LegFilter(RobotModel robot, double period, double margin, double damping) {
    n = robot.dof();
    this.period = period;
    this.damping = damping;
    most = new double[n];
    rate = new double[n];
    fastest = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      most[i] = l.effort();
      rate[i] = l.effortRate() * period;
      fastest[i] = StateCheck.FASTEST * l.velocity();
    }
    response = new LegResponse(robot);
    bounds = new LegBounds(robot, margin, HORIZON * period);
    state = new ArmState(new RigidBodyDynamics(robot));
    double[] metric = new double[n * n];
    for (int i = 0; i < n; i++) {
      metric[i * n + i] = 1;
    }
    QpProblem problem = new QpProblem(n, 2 * n);
    qp = new TorqueProblem(problem, new DualActiveSetSolver(n, 2 * n, true), metric);
    before = new double[n];
    sent = new double[n];
    acceleration = new double[n];
    rows = Rows.measured(problem, response.matrix(), sent, acceleration, 1 / WEIGHT);
  }

  /** Starts over: the next measurement is the first. */
  public void reset() {
    known = false;
    qp.reset();
  }

  /**
   * Filters one command.
   *
   * @param q measured joint positions, rad, not modified
   * @param qd measured joint velocities, rad/s, not modified
   * @param standing which feet press on the ground, not modified
   * @param fresh whether the measurement is new
   * @param torque nominal; overwritten with what to send, N·m
   * @return PASS, MODIFIED, or FALLBACK for damping
   */
  public FilterAction step(
      double[] q, double[] qd, boolean[] standing, boolean fresh, double[] torque) {
    FilterAction action = fresh && usable(q, qd, torque) ? act(q, qd, standing, torque) : null;
    if (action == null) {
      damp(qd, torque);
      known = false;
      action = FilterAction.FALLBACK;
    } else {
      System.arraycopy(qd, 0, before, 0, n);
      known = true;
    }
    System.arraycopy(torque, 0, sent, 0, n);
    return action;
  }

  private FilterAction act(double[] q, double[] qd, boolean[] standing, double[] torque) {
    boolean changed = false;
    if (known) {
      for (int i = 0; i < n; i++) {
        acceleration[i] = (qd[i] - before[i]) / period;
      }
      if (!response.update(q, standing)) {
        return null;
      }
      changed = reach(torque);
      writeRows(q, qd);
      if (!holds(torque)) {
        if (!solve(torque)) {
          return null;
        }
        changed = true;
      }
    }
    changed |= !cut(torque);
    return changed ? FilterAction.MODIFIED : FilterAction.PASS;
  }

  /**
   * Clamps torques to their limits, for use without information about the joints.
   *
   * @param torque N·m, overwritten
   * @return whether they were within them
   */
  public boolean cut(double[] torque) {
    boolean within = true;
    for (int i = 0; i < n; i++) {
      double t = Double.isFinite(torque[i]) ? torque[i] : 0;
      t = Math.max(-most[i], Math.min(most[i], t));
      within &= t == torque[i];
      torque[i] = t;
    }
    return within;
  }

  /** Clamps torques to what the rates allow relative to the last sent torques. */
  private boolean reach(double[] torque) {
    boolean changed = false;
    for (int i = 0; i < n; i++) {
      qp.low()[i] = Math.max(-most[i], sent[i] - rate[i]);
      qp.high()[i] = Math.min(most[i], sent[i] + rate[i]);
      double t = Math.max(qp.low()[i], Math.min(qp.high()[i], torque[i]));
      changed |= t != torque[i];
      torque[i] = t;
    }
    return changed;
  }

  private void writeRows(double[] q, double[] qd) {
    System.arraycopy(q, 0, state.q, 0, n);
    System.arraycopy(qd, 0, state.qd, 0, n);
    rows.clear();
    bounds.append(state, rows);
  }

  /** Whether the torques, which can be sent, satisfy all rows. */
  private boolean holds(double[] torque) {
    QpProblem p = qp.problem();
    for (int k = 0; k < p.rows; k++) {
      double s = 0;
      for (int j = 0; j < n; j++) {
        s += p.matrix[k * n + j] * torque[j];
      }
      if (!(s >= p.rightHandSide[k])) {
        return false;
      }
    }
    return true;
  }

  private boolean solve(double[] torque) {
    qp.writeCost(torque);
    if (qp.solve() != QpStatus.SOLVED || !qp.passesCheck()) {
      return false;
    }
    System.arraycopy(qp.solution(), 0, torque, 0, n);
    return true;
  }

  private void damp(double[] qd, double[] torque) {
    for (int i = 0; i < n; i++) {
      double t = -damping * qd[i];
      boolean known = Double.isFinite(t);
      torque[i] = known ? Math.max(-most[i], Math.min(most[i], t)) : 0;
    }
  }

  private boolean usable(double[] q, double[] qd, double[] torque) {
    for (int i = 0; i < n; i++) {
      boolean good =
          Math.abs(q[i]) <= MOST_ANGLE
              && Math.abs(qd[i]) <= fastest[i]
              && Double.isFinite(torque[i]);
      if (!good) {
        return false;
      }
    }
    return true;
  }
}
