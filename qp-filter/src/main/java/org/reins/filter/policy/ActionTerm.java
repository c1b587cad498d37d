package org.reins.filter.policy;

import java.util.List;

/**
 * One term of an action.
 *
 * @param kind what it commands
 * @param joints in the order of the network's numbers; empty for terms that have none
 * @param scaling scale, offset and clip
 */
public record ActionTerm(ActionKind kind, List<String> joints, Scaling scaling) {
  /** Checks the term. */
  public ActionTerm {
    joints = List.copyOf(joints);
    if (kind.isPerJoint() == joints.isEmpty()) {
      throw new IllegalArgumentException(
          kind.isPerJoint()
              ? "action " + kind.code() + " has no joints"
              : "action " + kind.code() + " has joints: only joint actions have them");
    }
    scaling.require(kind.numbers(joints.size()));
  }

  /** Numbers of the term. */
  public int numbers() {
    return kind.numbers(joints.size());
  }
}
