package org.reins.filter.chunk;

/** Why a chunk is refused as a whole. */
public enum ChunkFault {
  /** It is usable. */
  NONE("is usable"),
  /** It has no steps, or too many, or the time between them makes no sense. */
  SHAPE("has no step, more than 256 steps, or a time between steps that is not above 0 to 1 s"),
  /** A number is NaN or infinite. */
  NOT_FINITE("has a number that is not finite"),
  /** The network's number is outside the range of its description. */
  RANGE("has a number outside chunk.range of the policy's description"),
  /** A stiffness is below zero. */
  STIFFNESS("has a negative stiffness"),
  /** A target is beyond a joint's limits. */
  POSITION("has a target beyond the joint's limits"),
  /** A joint would be too fast between two steps. */
  VELOCITY("asks for more than the joint's largest speed between two steps"),
  /** A joint's speed would change too much between two steps. */
  ACCELERATION("changes the joint's speed between two steps by more than it can follow"),
  /** All of its steps are past. */
  LATE("came when all of its steps were past"),
  /** Its stamp is ahead of the robot's clock. */
  EARLY("is stamped ahead of the robot's clock"),
  /** It is not newer than the one that is executed. */
  ORDER("answers no newer state than the chunk that is executed"),
  /** It begins too far from the present command. */
  START("is too far from the present command where it would begin");

  private final String words;

  ChunkFault(String words) {
    this.words = words;
  }

  /** The fault in words that follow "the chunk". */
  public String words() {
    return words;
  }
}
