package org.reins.filter.observation;

import org.reins.filter.policy.ActionTerm;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.model.RobotModel;

/**
 * Joint targets of actions that command the tool. Deltas are relative to the tool's pose when the
 * observation was made; the steps of a chunk are found one after the other, each from the targets
 * of the step before. Nothing allocates after construction; not thread-safe.
 */
final class ToolAction {
  private final ToolReach reach;
  private final double[] from;
  private final double[] targets;
  private final double[] position = new double[3];
  private final double[] rotation = new double[9];
  private final double[] startPosition = new double[3];
  private final double[] startRotation = new double[9];
  private final double[] number = new double[7];
  private final double[] quaternion = new double[4];
  private final double[] turn = new double[9];

  ToolAction(RobotModel robot) {
    reach = new ToolReach(robot);
    from = new double[robot.dof()];
    targets = new double[robot.dof()];
  }

  /**
   * Begins an answer at the joint positions of its observation.
   *
   * @param q rad, not modified
   */
  void begin(double[] q) {
    System.arraycopy(q, 0, from, 0, from.length);
    ToolFrame now = reach.at(q);
    System.arraycopy(now.position, 0, startPosition, 0, 3);
    System.arraycopy(now.rotation, 0, startRotation, 0, 9);
  }

  /**
   * Finds the targets of one step.
   *
   * @param raw the network's numbers, not modified
   * @param first place of the term's first number
   * @param out rad, overwritten
   */
  void targets(ActionTerm term, float[] raw, int first, double[] out) {
    for (int k = 0; k < term.numbers(); k++) {
      number[k] = term.scaling().apply(raw[first + k], k);
    }
    boolean turned = true;
    switch (term.kind()) {
      case TOOL_POSITION -> {
        System.arraycopy(number, 0, position, 0, 3);
        turned = false;
      }
      case TOOL_POSITION_DELTA -> {
        move();
        System.arraycopy(startRotation, 0, rotation, 0, 9);
      }
      case TOOL_POSE_WXYZ -> pose(3, 4);
      case TOOL_POSE_XYZW -> pose(6, 3);
      case TOOL_POSE_DELTA -> {
        move();
        turn();
      }
      default -> throw new IllegalStateException(term.kind().code() + " is no action of the tool");
    }
    reach.solve(from, position, turned ? rotation : null, targets);
    System.arraycopy(targets, 0, out, 0, targets.length);
    System.arraycopy(targets, 0, from, 0, targets.length);
  }

  private void move() {
    for (int k = 0; k < 3; k++) {
      position[k] = startPosition[k] + number[k];
    }
  }

  /** A pose whose quaternion has w and x at these places. */
  private void pose(int w, int x) {
    System.arraycopy(number, 0, position, 0, 3);
    quaternion[0] = number[w];
    System.arraycopy(number, x, quaternion, 1, 3);
    double length = 0;
    for (double v : quaternion) {
      length += v * v;
    }
    length = Math.sqrt(length);
    for (int k = 0; k < 4; k++) {
      quaternion[k] /= length;
    }
    FloatingBaseDynamics.toRotation(quaternion, rotation);
  }

  /** The start turned by a rotation vector in base axes: exp(w) R. */
  private void turn() {
    double angle = Math.sqrt(number[3] * number[3] + number[4] * number[4] + number[5] * number[5]);
    double rate = angle < 1e-12 ? 0.5 : Math.sin(angle / 2) / angle;
    quaternion[0] = Math.cos(angle / 2);
    for (int k = 0; k < 3; k++) {
      quaternion[1 + k] = rate * number[3 + k];
    }
    FloatingBaseDynamics.toRotation(quaternion, turn);
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        rotation[3 * r + c] =
            turn[3 * r] * startRotation[c]
                + turn[3 * r + 1] * startRotation[3 + c]
                + turn[3 * r + 2] * startRotation[6 + c];
      }
    }
  }
}
