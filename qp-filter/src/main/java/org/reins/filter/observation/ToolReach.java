package org.reins.filter.observation;

import java.util.Arrays;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Joint targets that bring an arm's tool to a pose, by damped least squares from given joint
 * positions: q += W Jᵀ (J W Jᵀ + λ² I)⁻¹ e, repeated, with e the way and the turn that are left
 * (Wampler, 1986; Nakamura and Hanafusa, 1986). Targets stay within the joints' limits, and within
 * {@link ReachInterface#reach} of the start. Where the tool cannot get, they are near the closest
 * posture. Lengths count as angles, 1 m as 1 rad. Nothing allocates after construction; not
 * thread-safe.
 */
final class ToolReach {
  private static final int STEPS = 20;
  private static final double DAMPING = 0.02;
  // Way, m, and turn, rad, of one step at most.
  private static final double LONGEST = 0.2;
  // Way and turn that may be left.
  private static final double CLOSE = 1e-5;

  private final int n;
  private final ToolFrame frame;
  private final double[] jacobian;
  private final double[] low;
  private final double[] high;
  private final double[] reach;
  private final double[] freedom;
  private final double[] miss = new double[6];
  private final double[] weight = new double[6];
  private final double[] rotation = new double[9];
  private final double[] turn = new double[4];
  private final Cholesky[] cholesky = {new Cholesky(3), new Cholesky(6)};
  private final double[][] square = {new double[9], new double[36]};

  ToolReach(RobotModel robot) {
    n = robot.dof();
    frame = new ToolFrame(robot);
    jacobian = new double[6 * n];
    low = new double[n];
    high = new double[n];
    reach = new double[n];
    freedom = robot.perRadian();
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      low[i] = l.lower();
      high[i] = l.upper();
      reach[i] = ReachInterface.reach(robot, i);
      freedom[i] *= freedom[i];
    }
  }

  /** The pose of the tool at joint positions; overwritten by the next call of any method. */
  ToolFrame at(double[] q) {
    frame.update(q);
    return frame;
  }

  /**
   * Finds joint targets.
   *
   * @param q joint positions to start from, rad or m, not modified
   * @param position of the tool, m, base frame, not modified
   * @param wanted rotation matrix of the tool, row-major, not modified; null for any
   * @param target overwritten; the start if the pose is not finite
   */
  void solve(double[] q, double[] position, double[] wanted, double[] target) {
    System.arraycopy(q, 0, target, 0, n);
    int rows = wanted == null ? 3 : 6;
    for (int k = 0; k < STEPS; k++) {
      frame.update(target);
      double left = miss(position, wanted);
      if (!(left > CLOSE)) {
        return;
      }
      if (!step(rows, q, target)) {
        return;
      }
    }
  }

  /** Writes what is left of way and turn, no more than one step of each. */
  private double miss(double[] position, double[] wanted) {
    for (int k = 0; k < 3; k++) {
      miss[k] = position[k] - frame.position[k];
    }
    double left = shorten(0);
    if (wanted != null) {
      // R_wanted Rᵀ turns the tool from where it is to where it should be, in base axes.
      for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 3; c++) {
          rotation[3 * r + c] =
              wanted[3 * r] * frame.rotation[3 * c]
                  + wanted[3 * r + 1] * frame.rotation[3 * c + 1]
                  + wanted[3 * r + 2] * frame.rotation[3 * c + 2];
        }
      }
      ToolFrame.toQuaternion(rotation, turn);
      double sine = Math.sqrt(turn[1] * turn[1] + turn[2] * turn[2] + turn[3] * turn[3]);
      double rate = sine < 1e-9 ? 2 : 2 * Math.atan2(sine, turn[0]) / sine;
      for (int k = 0; k < 3; k++) {
        miss[3 + k] = rate * turn[1 + k];
      }
      left = Math.max(left, shorten(3));
    }
    return left;
  }

  private double shorten(int at) {
    double length =
        Math.sqrt(miss[at] * miss[at] + miss[at + 1] * miss[at + 1] + miss[at + 2] * miss[at + 2]);
    if (length > LONGEST) {
      for (int k = 0; k < 3; k++) {
        miss[at + k] *= LONGEST / length;
      }
    }
    return length;
  }

  /** One step; false if it cannot be computed. */
  private boolean step(int rows, double[] start, double[] target) {
    frame.jacobian(jacobian);
    double[] a = square[rows == 3 ? 0 : 1];
    Arrays.fill(a, 0);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < rows; c++) {
        for (int i = 0; i < n; i++) {
          a[rows * r + c] += jacobian[r * n + i] * freedom[i] * jacobian[c * n + i];
        }
      }
      a[rows * r + r] += DAMPING * DAMPING;
    }
    Cholesky factor = cholesky[rows == 3 ? 0 : 1];
    if (!factor.factor(a)) {
      return false;
    }
    factor.solve(miss, weight);
    for (int i = 0; i < n; i++) {
      double way = 0;
      for (int r = 0; r < rows; r++) {
        way += jacobian[r * n + i] * weight[r];
      }
      double wanted = target[i] + freedom[i] * way;
      double near = Math.max(start[i] - reach[i], Math.min(start[i] + reach[i], wanted));
      target[i] = Math.max(low[i], Math.min(high[i], near));
    }
    return true;
  }
}
