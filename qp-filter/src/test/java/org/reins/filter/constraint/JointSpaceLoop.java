package org.reins.filter.constraint;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.reins.filter.qp.DualActiveSetSolver;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpStatus;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.RobotModel;

/**
 * A Panda whose accelerations are commanded directly, held over 1 ms, by a reckless wish that the
 * constraints under test filter: brute force for what their equations promise.
 */
final class JointSpaceLoop {
  static final double DT = 0.001;
  private static final double BRAKING = 12;

  final ArmState state;
  int infeasible;

  private final RobotModel robot;
  private final List<Constraint> constraints;
  private final QpProblem problem;
  private final Rows rows;
  private final DualActiveSetSolver solver;
  private final Cholesky cholesky;
  private final double[] zero;
  private final double[] column;
  private final double[] wish;
  private final SplittableRandom random;
  private int step;

  JointSpaceLoop(RobotModel robot, long seed, Constraint... tested) {
    this.robot = robot;
    int n = robot.dof();
    double[] braking = new double[n];
    Arrays.fill(braking, BRAKING);
    double[] low = new double[n];
    double[] high = new double[n];
    Arrays.fill(low, Double.NEGATIVE_INFINITY);
    Arrays.fill(high, Double.POSITIVE_INFINITY);
    List<Constraint> all = new java.util.ArrayList<>(List.of(tested));
    all.add(new JointBounds(robot, low, high, 0.02, braking, 0.05));
    constraints = all;
    int count = all.stream().mapToInt(c -> c.rows().size()).sum();
    problem = new QpProblem(n, count);
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
      problem.lower[i] = -2 * BRAKING;
      problem.upper[i] = 2 * BRAKING;
    }
    zero = new double[n];
    rows = new Rows(problem, identity, zero);
    solver = new DualActiveSetSolver(n, count, true);
    state = new ArmState(new RigidBodyDynamics(robot));
    cholesky = new Cholesky(n);
    column = new double[n];
    wish = new double[n];
    random = new SplittableRandom(seed);
    System.arraycopy(robot.posture(), 0, state.q, 0, n);
    state.dynamics.update(state.q, state.qd);
  }

  void step() {
    int n = robot.dof();
    if (step++ % 300 == 0) {
      for (int i = 0; i < n; i++) {
        wish[i] = random.nextDouble(-15, 15);
      }
    }
    state.dynamics.update(state.q, state.qd);
    cholesky.factor(state.dynamics.massMatrix());
    for (int j = 0; j < n; j++) {
      Arrays.fill(column, 0);
      column[j] = 1;
      cholesky.solve(column, column);
      for (int i = 0; i < n; i++) {
        state.massInverse[i * n + j] = column[i];
      }
    }
    rows.clear();
    for (Constraint c : constraints) {
      c.append(state, rows);
    }
    for (int i = 0; i < n; i++) {
      problem.linear[i] = -wish[i];
    }
    boolean solved = solver.solve(problem) == QpStatus.SOLVED;
    if (!solved) {
      infeasible++;
    }
    for (int i = 0; i < n; i++) {
      double a = solved ? solver.solution()[i] : -20 * state.qd[i];
      a = Math.max(-2 * BRAKING, Math.min(2 * BRAKING, a));
      state.q[i] += DT * state.qd[i] + DT * DT / 2 * a;
      state.qd[i] += DT * a;
    }
    state.dynamics.update(state.q, state.qd);
  }
}
