package org.reins.filter.policy;

import java.util.Arrays;
import java.util.Optional;

/** What an observation term measures. Units are SI; base axes are x forward, y left, z up. */
public enum TermKind {
  /** Joint positions, rad. */
  JOINT_POSITION("joint_position", Size.PER_JOINT, 1),
  /** Joint positions minus the policy's default posture, rad. */
  JOINT_POSITION_RELATIVE("joint_position_relative", Size.PER_JOINT, 1),
  /** Joint velocities, rad/s. */
  JOINT_VELOCITY("joint_velocity", Size.PER_JOINT, 1),
  /** Measured joint torques, N·m. */
  JOINT_EFFORT("joint_effort", Size.PER_JOINT, 1),
  /** Angular velocity of the base in base axes, rad/s. */
  BASE_ANGULAR_VELOCITY("base_angular_velocity", Size.FIXED, 3),
  /** Angular velocity of the base in world axes, rad/s. */
  BASE_ANGULAR_VELOCITY_WORLD("base_angular_velocity_world", Size.FIXED, 3),
  /** Linear velocity of the base's origin in base axes, m/s. */
  BASE_LINEAR_VELOCITY("base_linear_velocity", Size.FIXED, 3),
  /** Linear velocity of the base's origin in world axes, m/s. */
  BASE_LINEAR_VELOCITY_WORLD("base_linear_velocity_world", Size.FIXED, 3),
  /** Direction of gravity in base axes, a unit vector: (0, 0, −1) on a level base. */
  PROJECTED_GRAVITY("projected_gravity", Size.FIXED, 3),
  /** Orientation of the base in the world, w x y z. */
  BASE_QUATERNION_WXYZ("base_quaternion_wxyz", Size.FIXED, 4),
  /** Orientation of the base in the world, x y z w. */
  BASE_QUATERNION_XYZW("base_quaternion_xyzw", Size.FIXED, 4),
  /** Height of the base's origin over the ground under its feet, m. */
  BASE_HEIGHT("base_height", Size.FIXED, 1),
  /** Commanded twist of the base: x, y, m/s, and about z, rad/s. */
  COMMAND_TWIST("command_twist", Size.FIXED, 3),
  /** Commanded tool position in the robot's base frame, m. */
  COMMAND_POSITION("command_position", Size.FIXED, 3),
  /** Commanded tool pose in the robot's base frame: x y z, m, and quaternion w x y z. */
  COMMAND_POSE_WXYZ("command_pose_wxyz", Size.FIXED, 7),
  /** Commanded tool pose in the robot's base frame: x y z, m, and quaternion x y z w. */
  COMMAND_POSE_XYZW("command_pose_xyzw", Size.FIXED, 7),
  /** Position of the tool in the robot's base frame, m. */
  TOOL_POSITION("tool_position", Size.FIXED, 3),
  /** Orientation of the tool in the robot's base frame, quaternion w x y z with w ≥ 0. */
  TOOL_QUATERNION_WXYZ("tool_quaternion_wxyz", Size.FIXED, 4),
  /** Orientation of the tool in the robot's base frame, quaternion x y z w with w ≥ 0. */
  TOOL_QUATERNION_XYZW("tool_quaternion_xyzw", Size.FIXED, 4),
  /** The tool's rotation matrix in the robot's base frame: its first column, then its second. */
  TOOL_ROTATION_6D_COLUMNS("tool_rotation_6d_columns", Size.FIXED, 6),
  /** The tool's rotation matrix in the robot's base frame: its first row, then its second. */
  TOOL_ROTATION_6D_ROWS("tool_rotation_6d_rows", Size.FIXED, 6),
  /** Pose of the tool in the robot's base frame: x y z, m, and quaternion w x y z. */
  TOOL_POSE_WXYZ("tool_pose_wxyz", Size.FIXED, 7),
  /** Pose of the tool in the robot's base frame: x y z, m, and quaternion x y z w. */
  TOOL_POSE_XYZW("tool_pose_xyzw", Size.FIXED, 7),
  /** Commanded tool position minus the tool's position, m. */
  GOAL_MINUS_TOOL("goal_minus_tool", Size.FIXED, 3),
  /** Commanded joint positions, rad, from a topic. */
  COMMAND_JOINT_POSITION("command_joint_position", Size.PER_JOINT, 1),
  /** Measured force, N, and torque, N·m, in the sensor's axes, from a topic. */
  WRENCH("wrench", Size.FIXED, 6),
  /** Distances that a range scanner measured, m, from a topic; its range where it saw nothing. */
  RANGE_SCAN("range_scan", Size.SOURCE, 1),
  /** Heights of points around the robot, m, from a topic. */
  HEIGHT_SCAN("height_scan", Size.SOURCE, 1),
  /** The network's previous output, before scale and offset; zeros at first. */
  LAST_ACTION("last_action", Size.ACTION, 1),
  /** Sine and cosine of a clock with the period {@code clock_period}, which starts at 0. */
  GAIT_CLOCK("gait_clock", Size.FIXED, 2),
  /** The numbers under {@code values}. */
  CONSTANT("constant", Size.VALUES, 1);

  /** What the number of values of a term depends on. */
  enum Size {
    FIXED,
    PER_JOINT,
    ACTION,
    VALUES,
    SOURCE
  }

  private final String code;
  private final Size size;
  private final int numbers;

  TermKind(String code, Size size, int numbers) {
    this.code = code;
    this.size = size;
    this.numbers = numbers;
  }

  /** The name in files. */
  public String code() {
    return code;
  }

  /** Whether the term has one number per joint. */
  public boolean isPerJoint() {
    return size == Size.PER_JOINT;
  }

  /** Whether the term repeats the network's previous output. */
  public boolean isAction() {
    return size == Size.ACTION;
  }

  /** Whether the term needs a body that moves, which arms on a fixed base do not have. */
  public boolean needsBase() {
    return code.startsWith("base_") || this == PROJECTED_GRAVITY;
  }

  /** Whether the term needs a robot with a tool. */
  public boolean needsTool() {
    return code.startsWith("tool_") || this == GOAL_MINUS_TOOL;
  }

  /** The topic that usually delivers the term; empty for what comes with the robot's state. */
  public String topic() {
    return switch (this) {
      case COMMAND_POSE_WXYZ, COMMAND_POSE_XYZW -> "goal_pose";
      case COMMAND_JOINT_POSITION -> "goal_joints";
      case WRENCH -> "wrench";
      case RANGE_SCAN -> "scan";
      case HEIGHT_SCAN -> "height_scan";
      default -> "";
    };
  }

  /** Whether a topic of its own delivers the term. */
  public boolean hasTopic() {
    return !topic().isEmpty();
  }

  /** Whether the term is measured by a sensor with a topic of its own. */
  public boolean isSensor() {
    return isScan() || this == WRENCH;
  }

  /** Whether the term has as many numbers as its topic delivers. */
  public boolean isScan() {
    return size == Size.SOURCE;
  }

  /**
   * Numbers of a term in one frame.
   *
   * @param joints joints of the term
   * @param action numbers of the network's output
   * @param values numbers under {@code values}, or of the scan
   */
  public int numbers(int joints, int action, int values) {
    return switch (size) {
      case FIXED -> numbers;
      case PER_JOINT -> joints;
      case ACTION -> action;
      case VALUES, SOURCE -> values;
    };
  }

  /** The kind with a name in files; empty for an unknown name. */
  public static Optional<TermKind> of(String code) {
    return Arrays.stream(values()).filter(k -> k.code.equals(code)).findFirst();
  }
}
