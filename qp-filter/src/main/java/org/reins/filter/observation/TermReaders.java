package org.reins.filter.observation;

import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.TermKind;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.model.RobotModel;

/** Compiles observation terms for a robot: names become places in its arrays, once. */
final class TermReaders {
  private final RobotModel robot;
  private final PolicyJoints joints;
  private final double[] rotation = new double[9];
  private ToolFrame tool;

  TermReaders(RobotModel robot, PolicyJoints joints) {
    this.robot = robot;
    this.joints = joints;
  }

  TermReader compile(ObservationTerm term) {
    return switch (term.kind()) {
      case JOINT_POSITION -> positions(term, false);
      case JOINT_POSITION_RELATIVE -> positions(term, true);
      case JOINT_VELOCITY -> {
        int[] at = JointPlaces.of(robot, joints, term.joints());
        yield (s, last, out) -> pick(at, s.qd, out);
      }
      case JOINT_EFFORT -> {
        int[] at = JointPlaces.of(robot, joints, term.joints());
        yield (s, last, out) -> pick(at, s.effort, out);
      }
      case BASE_ANGULAR_VELOCITY -> (s, last, out) -> System.arraycopy(s.angular, 0, out, 0, 3);
      case BASE_ANGULAR_VELOCITY_WORLD -> (s, last, out) -> toWorld(s, s.angular, out);
      case BASE_LINEAR_VELOCITY -> (s, last, out) -> System.arraycopy(s.linear, 0, out, 0, 3);
      case BASE_LINEAR_VELOCITY_WORLD -> (s, last, out) -> toWorld(s, s.linear, out);
      case PROJECTED_GRAVITY -> this::gravity;
      case BASE_QUATERNION_WXYZ -> (s, last, out) -> System.arraycopy(s.quaternion, 0, out, 0, 4);
      case BASE_QUATERNION_XYZW -> (s, last, out) -> scalarLast(s.quaternion, out, 0);
      case BASE_HEIGHT -> (s, last, out) -> out[0] = s.height;
      case COMMAND_TWIST -> (s, last, out) -> System.arraycopy(s.twist, 0, out, 0, 3);
      case COMMAND_POSITION -> (s, last, out) -> System.arraycopy(s.goal, 0, out, 0, 3);
      case COMMAND_POSE_WXYZ ->
          (s, last, out) -> {
            System.arraycopy(s.goal, 0, out, 0, 3);
            System.arraycopy(s.goalQuaternion, 0, out, 3, 4);
          };
      case COMMAND_POSE_XYZW ->
          (s, last, out) -> {
            System.arraycopy(s.goal, 0, out, 0, 3);
            scalarLast(s.goalQuaternion, out, 3);
          };
      case TOOL_POSITION -> {
        ToolFrame f = tool();
        yield (s, last, out) -> {
          f.update(s.q);
          System.arraycopy(f.position, 0, out, 0, 3);
        };
      }
      case TOOL_QUATERNION_WXYZ, TOOL_QUATERNION_XYZW -> {
        ToolFrame f = tool();
        boolean scalarFirst = term.kind() == TermKind.TOOL_QUATERNION_WXYZ;
        yield (s, last, out) -> {
          f.update(s.q);
          quaternion(f.quaternion, scalarFirst, out, 0);
        };
      }
      case TOOL_ROTATION_6D_COLUMNS, TOOL_ROTATION_6D_ROWS -> {
        ToolFrame f = tool();
        boolean columns = term.kind() == TermKind.TOOL_ROTATION_6D_COLUMNS;
        yield (s, last, out) -> {
          f.update(s.q);
          for (int i = 0; i < 6; i++) {
            out[i] = f.rotation[columns ? 3 * (i % 3) + i / 3 : i];
          }
        };
      }
      case TOOL_POSE_WXYZ, TOOL_POSE_XYZW -> {
        ToolFrame f = tool();
        boolean scalarFirst = term.kind() == TermKind.TOOL_POSE_WXYZ;
        yield (s, last, out) -> {
          f.update(s.q);
          System.arraycopy(f.position, 0, out, 0, 3);
          quaternion(f.quaternion, scalarFirst, out, 3);
        };
      }
      case GOAL_MINUS_TOOL -> {
        ToolFrame f = tool();
        yield (s, last, out) -> {
          f.update(s.q);
          for (int k = 0; k < 3; k++) {
            out[k] = s.goal[k] - f.position[k];
          }
        };
      }
      case COMMAND_JOINT_POSITION -> {
        int[] at = JointPlaces.of(robot, joints, term.joints());
        yield (s, last, out) -> pick(at, s.goalJoints, out);
      }
      case WRENCH -> (s, last, out) -> System.arraycopy(s.wrench, 0, out, 0, 6);
      case RANGE_SCAN -> (s, last, out) -> System.arraycopy(s.ranges, 0, out, 0, out.length);
      case HEIGHT_SCAN -> (s, last, out) -> System.arraycopy(s.heights, 0, out, 0, out.length);
      case LAST_ACTION ->
          (s, last, out) -> {
            for (int i = 0; i < last.length; i++) {
              out[i] = last[i];
            }
          };
      case GAIT_CLOCK -> {
        double period = term.clockPeriod();
        yield (s, last, out) -> {
          double phase = 2 * Math.PI * (s.time / period);
          out[0] = Math.sin(phase);
          out[1] = Math.cos(phase);
        };
      }
      case CONSTANT -> {
        double[] values = term.values().clone();
        yield (s, last, out) -> System.arraycopy(values, 0, out, 0, values.length);
      }
    };
  }

  /** A joint that the robot lacks is at rest in the default posture. */
  private TermReader positions(ObservationTerm term, boolean relative) {
    int[] at = JointPlaces.of(robot, joints, term.joints());
    double[] posture = JointPlaces.pick(joints, joints.posture(), term.joints());
    return (s, last, out) -> {
      for (int i = 0; i < at.length; i++) {
        double q = at[i] < 0 ? posture[i] : s.q[at[i]];
        out[i] = relative ? q - posture[i] : q;
      }
    };
  }

  private static void pick(int[] at, double[] from, double[] out) {
    for (int i = 0; i < at.length; i++) {
      out[i] = at[i] < 0 ? 0 : from[at[i]];
    }
  }

  private void gravity(PolicyState s, float[] last, double[] out) {
    FloatingBaseDynamics.toRotation(s.quaternion, rotation);
    for (int k = 0; k < 3; k++) {
      out[k] = -rotation[6 + k];
    }
  }

  private void toWorld(PolicyState s, double[] v, double[] out) {
    FloatingBaseDynamics.toRotation(s.quaternion, rotation);
    for (int k = 0; k < 3; k++) {
      out[k] = rotation[3 * k] * v[0] + rotation[3 * k + 1] * v[1] + rotation[3 * k + 2] * v[2];
    }
  }

  private static void scalarLast(double[] q, double[] out, int at) {
    out[at] = q[1];
    out[at + 1] = q[2];
    out[at + 2] = q[3];
    out[at + 3] = q[0];
  }

  private static void quaternion(double[] q, boolean scalarFirst, double[] out, int at) {
    if (scalarFirst) {
      System.arraycopy(q, 0, out, at, 4);
    } else {
      scalarLast(q, out, at);
    }
  }

  private ToolFrame tool() {
    if (tool == null) {
      tool = new ToolFrame(robot);
    }
    return tool;
  }
}
