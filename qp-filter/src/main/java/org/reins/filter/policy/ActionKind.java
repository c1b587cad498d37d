package org.reins.filter.policy;

import java.util.Arrays;
import java.util.Optional;

/** What an action term commands. */
public enum ActionKind {
  /** Joint position targets, rad: scale · a + offset, added to the policy's default posture. */
  JOINT_POSITION("joint_position", true),
  /** Joint position targets, rad: scale · a + offset itself. */
  JOINT_POSITION_ABSOLUTE("joint_position_absolute", true),
  /** Joint position targets, rad: scale · a + offset, added to the present positions. */
  JOINT_POSITION_DELTA("joint_position_delta", true),
  /** Joint velocity targets, rad/s. */
  JOINT_VELOCITY("joint_velocity", true),
  /** Joint torques, N·m, added to those of the position loop. */
  JOINT_EFFORT("joint_effort", true),
  /** One number: stiffness of all joints as a share of the gains, 0 to 1 after scale and offset. */
  STIFFNESS("stiffness", false);

  private final String code;
  private final boolean perJoint;

  ActionKind(String code, boolean perJoint) {
    this.code = code;
    this.perJoint = perJoint;
  }

  /** The name in files. */
  public String code() {
    return code;
  }

  /** Whether the term has one number per joint; otherwise it has one number. */
  public boolean isPerJoint() {
    return perJoint;
  }

  /** Whether the term commands positions. */
  public boolean isPosition() {
    return code.startsWith("joint_position");
  }

  /** The kind with a name in files; empty for an unknown name. */
  public static Optional<ActionKind> of(String code) {
    return Arrays.stream(values()).filter(k -> k.code.equals(code)).findFirst();
  }
}
