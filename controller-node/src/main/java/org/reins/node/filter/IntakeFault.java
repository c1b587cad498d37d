package org.reins.node.filter;

import org.reins.node.messages.JointReport;

/** Why a received message cannot be used. */
public enum IntakeFault {
  /** The bytes are not such a message, or more than allowed. */
  NO_MESSAGE,
  /** None of its joints is the robot's: another part's message, which is skipped and no fault. */
  OTHER_JOINTS,
  /** Joints of the robot are missing. */
  MISSING_JOINTS,
  /** A joint of the robot is named twice. */
  JOINT_TWICE,
  /** There are not as many numbers as names. */
  LENGTHS,
  /** A state without velocities. */
  NO_VELOCITY,
  /** A number that is NaN or infinite. */
  NOT_FINITE,
  /** An action whose stamp is not that of a state it could answer. */
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
