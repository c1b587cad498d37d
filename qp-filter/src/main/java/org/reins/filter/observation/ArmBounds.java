package org.reins.filter.observation;

import java.util.Arrays;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.ChunkShape;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/** Ranges of what an arm's policy sees and answers, from the arm's limits and its reach. */
final class ArmBounds {
  // Noise and a push carry measurements a little beyond the limits.
  private static final double ROOM = 0.05;
  // Terms that an arm in a cell does not use, such as a commanded twist.
  private static final double UNUSED = 10;
  // Way, m, and turn, rad, of one action of the tool.
  private static final double TOOL_STEP = 0.2;
  private static final double TOOL_TURN = 0.5;

  private final RobotModel robot;
  private final PolicyDescription description;
  private final PolicyJoints joints;
  private final double reach;

  ArmBounds(RobotModel robot, PolicyDescription description) {
    this.robot = robot;
    this.description = description;
    joints = description.joints();
    double sum = length(robot.tool().from());
    for (int i = 0; i < robot.dof(); i++) {
      sum += length(robot.joints().get(i).xyz());
    }
    reach = sum;
  }

  /** Writes the range of each number of an action, of a chunk step by step. */
  void action(float[] low, float[] high) {
    int step = description.actionNumbers();
    step(low, high);
    for (int k = 1; k < description.chunk().rows(); k++) {
      System.arraycopy(low, 0, low, k * step, step);
      System.arraycopy(high, 0, high, k * step, step);
    }
  }

  private void step(float[] low, float[] high) {
    int at = 0;
    for (ActionOutput out : description.outputs()) {
      for (ActionTerm t : out.terms()) {
        for (int i = 0; i < t.numbers(); i++) {
          double[] y = answer(t, i);
          raw(t.scaling(), i, y);
          within(description.chunk(), y);
          low[at] = (float) y[0];
          high[at++] = (float) y[1];
        }
      }
    }
  }

  /** What a chunk's range leaves, if anything. */
  private static void within(ChunkShape shape, double[] y) {
    double low = Math.max(y[0], shape.low());
    double high = Math.min(y[1], shape.high());
    if (low < high) {
      y[0] = low;
      y[1] = high;
    }
  }

  /** The range of a number of an action after scale and offset. */
  private double[] answer(ActionTerm t, int i) {
    if (!t.kind().isPerJoint()) {
      return whole(t.kind(), i);
    }
    int place = joints.indexOf(t.joints().get(i));
    int joint = robot.jointNames().indexOf(t.joints().get(i));
    if (joint < 0) {
      return new double[] {-1, 1};
    }
    JointLimits l = robot.joints().get(joint).limits();
    double width = l.upper() - l.lower();
    return switch (t.kind()) {
      case JOINT_POSITION ->
          new double[] {l.lower() - joints.posture()[place], l.upper() - joints.posture()[place]};
      case JOINT_POSITION_ABSOLUTE -> new double[] {l.lower(), l.upper()};
      case JOINT_POSITION_DELTA -> new double[] {-width, width};
      case JOINT_VELOCITY -> new double[] {-l.velocity(), l.velocity()};
      default -> new double[] {-1, 1};
    };
  }

  /** The range of a number of an action that is not of a joint. */
  private double[] whole(ActionKind kind, int i) {
    return switch (kind) {
      case STIFFNESS -> new double[] {0, 1};
      case TOOL_POSITION -> around((1 + ROOM) * reach);
      case TOOL_POSE_WXYZ, TOOL_POSE_XYZW -> around(i < 3 ? (1 + ROOM) * reach : 1);
      case TOOL_POSITION_DELTA, TOOL_POSE_DELTA -> around(i < 3 ? TOOL_STEP : TOOL_TURN);
      default -> around(1);
    };
  }

  /** Turns a range after the scale into one before it; where the numbers are clipped, the clip. */
  private static void raw(Scaling s, int i, double[] y) {
    double scale = s.scaleAt(i);
    double low = s.low()[s.low().length == 1 ? 0 : i];
    double high = s.high()[s.high().length == 1 ? 0 : i];
    if (!s.clipFirst()) {
      y[0] = Math.max(y[0], low);
      y[1] = Math.min(y[1], high);
    }
    double a = scale == 0 ? -1 : (y[0] - s.offsetAt(i)) / scale;
    double b = scale == 0 ? 1 : (y[1] - s.offsetAt(i)) / scale;
    y[0] = Math.min(a, b);
    y[1] = Math.max(a, b);
    if (s.clipFirst()) {
      y[0] = Double.isInfinite(low) ? y[0] : low;
      y[1] = Double.isInfinite(high) ? y[1] : high;
    }
    if (!(y[1] > y[0])) {
      // A clip outside the joint's range leaves nothing: any answer is as good.
      y[0] = -1;
      y[1] = 1;
    }
  }

  /** Writes the range of each number of an observation, given that of an action. */
  void observation(float[] actionLow, float[] actionHigh, float[] low, float[] high) {
    int at = 0;
    int action = description.actionNumbers();
    for (ObservationInput in : description.inputs()) {
      int from = at;
      for (ObservationTerm t : in.terms()) {
        int first = at;
        for (int i = 0; i < t.numbers(action); i++) {
          double[] x =
              t.kind().isAction()
                  ? new double[] {actionLow[i], actionHigh[i]}
                  : measured(t, i, t.numbers(action));
          double a = in.clip().apply(t.scaling().apply(x[0], i), 0);
          double b = in.clip().apply(t.scaling().apply(x[1], i), 0);
          low[at] = (float) Math.min(a, b);
          high[at++] = (float) Math.max(a, b);
        }
        at = repeat(first, at, t.history().frames(), t.history().zeros(), low, high);
      }
      at = repeat(from, at, in.history().frames(), in.history().zeros(), low, high);
    }
  }

  /** Past frames have the range of the present one, and 0 where a history begins with zeros. */
  private static int repeat(
      int from, int to, int frames, boolean zeros, float[] low, float[] high) {
    int n = to - from;
    for (int k = from; k < to && frames > 1 && zeros; k++) {
      low[k] = Math.min(low[k], 0);
      high[k] = Math.max(high[k], 0);
    }
    for (int f = 1; f < frames; f++) {
      System.arraycopy(low, from, low, from + f * n, n);
      System.arraycopy(high, from, high, from + f * n, n);
    }
    return from + frames * n;
  }

  private double[] measured(ObservationTerm t, int i, int numbers) {
    return switch (t.kind()) {
      case JOINT_POSITION, COMMAND_JOINT_POSITION -> position(t.joints().get(i), 0);
      case JOINT_POSITION_RELATIVE -> {
        String joint = t.joints().get(i);
        yield position(joint, joints.posture()[joints.indexOf(joint)]);
      }
      case JOINT_VELOCITY -> {
        JointLimits l = limits(t.joints().get(i));
        yield around(l == null ? 1 : (1 + ROOM) * l.velocity());
      }
      case JOINT_EFFORT -> {
        JointLimits l = limits(t.joints().get(i));
        yield around(l == null ? 1 : (1 + ROOM) * l.effort());
      }
      case COMMAND_POSITION, TOOL_POSITION -> around((1 + ROOM) * reach);
      case GOAL_MINUS_TOOL -> around(2 * (1 + ROOM) * reach);
      case COMMAND_POSE_WXYZ, COMMAND_POSE_XYZW, TOOL_POSE_WXYZ, TOOL_POSE_XYZW ->
          around(i < 3 ? (1 + ROOM) * reach : 1);
      case GAIT_CLOCK,
          TOOL_QUATERNION_WXYZ,
          TOOL_QUATERNION_XYZW,
          TOOL_ROTATION_6D_COLUMNS,
          TOOL_ROTATION_6D_ROWS ->
          around(1);
      case WRENCH -> around(1000);
      case RANGE_SCAN, HEIGHT_SCAN -> around(100);
      case CONSTANT -> new double[] {t.values()[i] - 1, t.values()[i] + 1};
      default -> around(numbers == 3 ? UNUSED : 1);
    };
  }

  private double[] position(String joint, double zero) {
    JointLimits l = limits(joint);
    if (l == null) {
      return around(Math.PI);
    }
    double room = ROOM * (l.upper() - l.lower());
    return new double[] {l.lower() - room - zero, l.upper() + room - zero};
  }

  private JointLimits limits(String joint) {
    int at = robot.jointNames().indexOf(joint);
    return at < 0 ? null : robot.joints().get(at).limits();
  }

  private static double[] around(double x) {
    return new double[] {-x, x};
  }

  private static double length(double[] v) {
    return Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
  }
}
