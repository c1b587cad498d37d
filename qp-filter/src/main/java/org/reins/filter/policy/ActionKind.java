package org.reins.filter.policy;

import java.util.Arrays;
import java.util.Optional;

/** What an action term commands. */
public enum ActionKind {
  /** Joint position targets, rad: scale · a + offset, added to the policy's default posture. */
  JOINT_POSITION("joint_position", 0),
  /** Joint position targets, rad: scale · a + offset itself. */
  JOINT_POSITION_ABSOLUTE("joint_position_absolute", 0),
  /** Joint position targets, rad: scale · a + offset, added to the present positions. */
  JOINT_POSITION_DELTA("joint_position_delta", 0),
  /** Joint velocity targets, rad/s. */
  JOINT_VELOCITY("joint_velocity", 0),
  /** Joint torques, N·m, added to those of the position loop. */
  JOINT_EFFORT("joint_effort", 0),
  /** One number: stiffness of all joints as a share of the gains, 0 to 1 after scale and offset. */
  STIFFNESS("stiffness", 1),
  /** Position of the tool in the robot's base frame, m; its orientation is free. */
  TOOL_POSITION("tool_position", 3),
  /** Way of the tool from where it is, m, along the axes of the robot's base frame. */
  TOOL_POSITION_DELTA("tool_position_delta", 3),
  /** Pose of the tool in the robot's base frame: x y z, m, and quaternion w x y z. */
  TOOL_POSE_WXYZ("tool_pose_wxyz", 7),
  /** Pose of the tool in the robot's base frame: x y z, m, and quaternion x y z w. */
  TOOL_POSE_XYZW("tool_pose_xyzw", 7),
  /**
   * Way and turn of the tool from its present pose, along and about the axes of the robot's base
   * frame: x y z, m, and a rotation vector, rad.
   */
  TOOL_POSE_DELTA("tool_pose_delta", 6),
  /** One number that moves nothing, such as that of a gripper which Reins does not drive. */
  IGNORED("ignored", 1);

  private final String code;
  private final int fixed;

  ActionKind(String code, int fixed) {
    this.code = code;
    this.fixed = fixed;
  }

  /** The name in files. */
  public String code() {
    return code;
  }

  /** Whether the term has one number per joint. */
  public boolean isPerJoint() {
    return fixed == 0;
  }

  /**
   * Numbers of a term in one step.
   *
   * @param joints joints of the term
   */
  public int numbers(int joints) {
    return isPerJoint() ? joints : fixed;
  }

  /** Whether the term commands the tool, so that it moves all joints of an arm. */
  public boolean isTool() {
    return code.startsWith("tool_");
  }

  /** Whether the term commands positions of joints. */
  public boolean isPosition() {
    return code.startsWith("joint_position");
  }

  /** The kind with a name in files; empty for an unknown name. */
  public static Optional<ActionKind> of(String code) {
    return Arrays.stream(values()).filter(k -> k.code.equals(code)).findFirst();
  }
}
