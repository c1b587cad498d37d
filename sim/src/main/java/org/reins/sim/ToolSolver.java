package org.reins.sim;

import java.util.Arrays;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Finds joint positions that bring an arm's tool to a point, by damped least squares. It starts
 * from the default posture, with the first joint turned towards the point where that joint is
 * upright, and stays close to that start. The same point always gives the same joint positions. Not
 * thread-safe.
 */
public final class ToolSolver {
  private static final int STEPS = 120;
  private static final double CLOSE = 5e-4;
  private static final double DAMPING = 0.03;
  private static final double LONGEST = 0.1;
  private static final double PULL = 0.05;
  // Kept from the joints' ends: rad, and the largest share of their range.
  private static final double FROM_LIMIT = 0.05;
  private static final double SHARE_OF_RANGE = 0.1;
  private static final double UPRIGHT = 0.01;

  private final RobotModel robot;
  private final int n;
  private final RigidBodyDynamics dynamics;
  private final BodyPoint tool;
  private final Cholesky cholesky = new Cholesky(3);
  private final double[] rest;
  private final double[] jacobian;
  private final double[] position = new double[3];
  private final double[] miss = new double[3];
  private final double[] weight = new double[3];
  private final double[] square = new double[9];
  private final double[] away;
  // Squares of perRadian: steps of 0.2 m cost as much as steps of 1 rad.
  private final double[] freedom;
  private final double azimuth;
  private final double turn;

  /** Prepares an arm. */
  public ToolSolver(RobotModel robot) {
    this.robot = robot;
    n = robot.dof();
    dynamics = new RigidBodyDynamics(robot);
    tool = dynamics.point(robot.bodyOf(robot.tool().link()), robot.tool().from());
    rest = new double[n];
    jacobian = new double[3 * n];
    away = new double[n];
    freedom = robot.perRadian();
    for (int i = 0; i < n; i++) {
      freedom[i] *= freedom[i];
    }
    locate(robot.posture());
    azimuth = Math.atan2(position[1], position[0]);
    double radius2 = position[0] * position[0] + position[1] * position[1];
    double rate = (position[0] * jacobian[n] - position[1] * jacobian[0]) / radius2;
    turn = Math.abs(Math.abs(rate) - 1) < UPRIGHT ? rate : 0;
  }

  /** Position of the tool, m, base axes; a copy. */
  public double[] tool(double[] q) {
    locate(q);
    return position.clone();
  }

  /**
   * Finds joint positions within the robot's limits.
   *
   * @param goal for the tool, m, base axes, not modified
   * @param q overwritten with joint positions, rad or m
   * @return the distance of the tool from the goal that is left, m
   */
  public double solve(double[] goal, double[] q) {
    System.arraycopy(robot.posture(), 0, q, 0, n);
    double angle = Math.atan2(goal[1], goal[0]) - azimuth;
    q[0] += turn * Math.IEEEremainder(angle, 2 * Math.PI);
    clamp(q);
    double[] start = q.clone();
    double left = Double.POSITIVE_INFINITY;
    for (int k = 0; k < STEPS; k++) {
      locate(q);
      left = 0;
      for (int i = 0; i < 3; i++) {
        miss[i] = goal[i] - position[i];
        left += miss[i] * miss[i];
      }
      left = Math.sqrt(left);
      if (left < CLOSE) {
        return left;
      }
      if (left > LONGEST) {
        for (int i = 0; i < 3; i++) {
          miss[i] *= LONGEST / left;
        }
      }
      step(q, start);
    }
    return left;
  }

  /** One step towards the goal; what the tool does not notice goes towards the start. */
  private void step(double[] q, double[] start) {
    Arrays.fill(square, 0);
    for (int i = 0; i < n; i++) {
      away[i] = PULL * (start[i] - q[i]);
    }
    for (int r = 0; r < 3; r++) {
      weight[r] = miss[r];
      for (int i = 0; i < n; i++) {
        weight[r] -= jacobian[r * n + i] * away[i];
      }
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < n; i++) {
          square[3 * r + c] += jacobian[r * n + i] * freedom[i] * jacobian[c * n + i];
        }
      }
      square[4 * r] += DAMPING * DAMPING;
    }
    if (!cholesky.factor(square)) {
      return;
    }
    cholesky.solve(weight, weight);
    for (int i = 0; i < n; i++) {
      q[i] += away[i];
      for (int r = 0; r < 3; r++) {
        q[i] += freedom[i] * jacobian[r * n + i] * weight[r];
      }
    }
    clamp(q);
  }

  private void locate(double[] q) {
    dynamics.update(q, rest);
    dynamics.position(tool, position);
    dynamics.jacobian(tool, position, jacobian);
  }

  private void clamp(double[] q) {
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      double kept = kept(robot.joints().get(i));
      q[i] = Math.max(l.lower() + kept, Math.min(l.upper() - kept, q[i]));
    }
  }

  /** What poses keep from the ends of a joint, rad or m. */
  static double kept(Joint joint) {
    double range = joint.limits().upper() - joint.limits().lower();
    return Math.min(FROM_LIMIT * joint.kind().perRadian(), SHARE_OF_RANGE * range);
  }
}
