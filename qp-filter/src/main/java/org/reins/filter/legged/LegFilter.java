package org.reins.filter.legged;

import org.reins.filter.FilterAction;
import org.reins.filter.StateCheck;
import org.reins.filter.constraint.Viability;
import org.reins.filter.qp.DualActiveSetSolver;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpStatus;
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
 * the torque that it was measured under; what the ground does is in q̈ already, so that no model of
 * the contact is needed but which feet stand. A row may be missed, for an impact can throw a joint
 * faster than any torque can stop it; then as much is done as the torques allow. Torques are never
 * beyond their limits, and change no faster than their rates. What is not finite or faster than any
 * joint, and a measurement that is not new, is answered by damping. Nothing allocates after
 * construction; not thread-safe.
 */
public final class LegFilter {
  private static final double WEIGHT = 1e6;
  // Horizon of the bounds, in periods: time for a torque to be felt.
  private static final double HORIZON = 4;
  // Kept from the speed limits, rad/s: what noise and the ground do within a period must fit in.
  private static final double SPEED_MARGIN = 2.6;

  // No leg turns farther, rad.
  private static final double MOST_ANGLE = 20;

  private final int n;
  private final double period;
  private final double damping;
  private final double[] lower;
  private final double[] upper;
  private final double[] speed;
  private final double[] braking;
  private final double[] most;
  private final double[] rate;
  private final double[] fastest;
  private final LegResponse response;
  private final QpProblem problem;
  private final DualActiveSetSolver solver;
  private final double[] before;
  private final double[] sent;
  private final double[] acceleration;
  private final double[] low;
  private final double[] high;
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
    lower = new double[n];
    upper = new double[n];
    speed = new double[n];
    braking = new double[n];
    most = new double[n];
    rate = new double[n];
    fastest = new double[n];
    problem = new QpProblem(n, 2 * n);
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      lower[i] = l.lower() + margin;
      upper[i] = l.upper() - margin;
      speed[i] = Math.max(l.velocity() / 2, l.velocity() - SPEED_MARGIN);
      braking[i] = l.acceleration();
      most[i] = l.effort();
      rate[i] = l.effortRate() * period;
      fastest[i] = StateCheck.FASTEST * l.velocity();
    }
    java.util.Arrays.fill(problem.softness, 1 / WEIGHT);
    response = new LegResponse(robot);
    solver = new DualActiveSetSolver(n, 2 * n, true);
    before = new double[n];
    sent = new double[n];
    acceleration = new double[n];
    low = new double[n];
    high = new double[n];
  }

  /** Begins anew: the next measurement is the first. */
  public void reset() {
    known = false;
    solver.reset();
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
      bounds(q, qd);
      if (!response.update(q, standing)) {
        return null;
      }
      changed = reach(torque);
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
   * Cuts torques to their limits, for when nothing is known of the joints.
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

  /** Cuts torques to what the rates let them reach from what was sent last. */
  private boolean reach(double[] torque) {
    boolean changed = false;
    for (int i = 0; i < n; i++) {
      problem.lower[i] = Math.max(-most[i], sent[i] - rate[i]);
      problem.upper[i] = Math.min(most[i], sent[i] + rate[i]);
      double t = Math.max(problem.lower[i], Math.min(problem.upper[i], torque[i]));
      changed |= t != torque[i];
      torque[i] = t;
    }
    return changed;
  }

  private void bounds(double[] q, double[] qd) {
    double horizon = HORIZON * period;
    for (int i = 0; i < n; i++) {
      high[i] = Viability.upper(q[i], qd[i], upper[i], speed[i], braking[i], horizon);
      low[i] = Viability.lower(q[i], qd[i], lower[i], speed[i], braking[i], horizon);
    }
  }

  /** Whether the torques, cut to their limits, keep all bounds. */
  private boolean holds(double[] torque) {
    double[] a = response.matrix();
    for (int i = 0; i < n; i++) {
      double s = acceleration[i];
      for (int j = 0; j < n; j++) {
        double t = Math.max(-most[j], Math.min(most[j], torque[j]));
        s += a[i * n + j] * (t - sent[j]);
      }
      if (!(s <= high[i] && s >= low[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean solve(double[] torque) {
    double[] a = response.matrix();
    problem.rows = 2 * n;
    for (int i = 0; i < n; i++) {
      double drift = acceleration[i];
      for (int j = 0; j < n; j++) {
        drift -= a[i * n + j] * sent[j];
        problem.matrix[2 * i * n + j] = -a[i * n + j];
        problem.matrix[(2 * i + 1) * n + j] = a[i * n + j];
      }
      problem.rightHandSide[2 * i] = drift - high[i];
      problem.rightHandSide[2 * i + 1] = low[i] - drift;
      problem.linear[i] = -torque[i];
    }
    if (solver.solve(problem) != QpStatus.SOLVED) {
      return false;
    }
    System.arraycopy(solver.solution(), 0, torque, 0, n);
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
