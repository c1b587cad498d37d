package org.reins.node.filter;

import org.reins.node.messages.JointReport;

/** Why a received message cannot be used. */
public enum IntakeFault {
  /** The bytes are not a message of this type, or exceed the allowed size. */
  NO_MESSAGE,
  /**
   * None of its joints belongs to the robot: the message is from another part, is skipped and is
   * not a fault.
   */
  OTHER_JOINTS,
  /** Joints of the robot are missing. */
  MISSING_JOINTS,
  /** A joint of the robot is listed twice. */
  JOINT_TWICE,
  /** The number of values differs from the number of names. */
  LENGTHS,
  /** A state without velocities. */
  NO_VELOCITY,
  /** A number that is NaN or infinite. */
  NOT_FINITE,
  /** A position or speed that the robot cannot have. */
  IMPLAUSIBLE,
  /** A stiffness below zero. */
  NEGATIVE_STIFFNESS,
  /** The stamp of an action does not match any state that it could answer. */
  STAMP;

  static IntakeFault of(JointReport.Fault fault) {
    return switch (fault) {
      case NONE, NO_MESSAGE -> NO_MESSAGE;
      case OTHER_JOINTS -> OTHER_JOINTS;
      case MISSING_JOINTS -> MISSING_JOINTS;
      case JOINT_TWICE -> JOINT_TWICE;
      case LENGTHS -> LENGTHS;
    };
  }
}
