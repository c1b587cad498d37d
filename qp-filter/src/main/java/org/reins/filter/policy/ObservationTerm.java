package org.reins.filter.policy;

import java.util.List;

/**
 * One term of an observation.
 *
 * @param kind what it measures
 * @param joints of a joint term, in the order in which the network sees them; otherwise empty
 * @param scaling scale, offset and clip
 * @param history past frames of this term alone
 * @param clockPeriod of a gait clock, s; otherwise 0
 * @param values of a constant term; otherwise empty
 */
public record ObservationTerm(
    TermKind kind,
    List<String> joints,
    Scaling scaling,
    History history,
    double clockPeriod,
    double[] values) {
  /** Checks the term. */
  public ObservationTerm {
    joints = List.copyOf(joints);
    if (kind.isPerJoint() == joints.isEmpty()) {
      throw new IllegalArgumentException(
          kind.isPerJoint()
              ? "term " + kind.code() + " has no joints"
              : "term " + kind.code() + " has joints: only joint terms have them");
    }
    if (kind == TermKind.GAIT_CLOCK && !(clockPeriod > 0 && clockPeriod <= 60)) {
      throw new IllegalArgumentException(
          "clock_period is " + clockPeriod + ": allowed is above 0 to 60 s");
    }
    if (kind == TermKind.CONSTANT && values.length == 0) {
      throw new IllegalArgumentException("term constant has no values");
    }
    if (!kind.isAction()) {
      scaling.require(kind.numbers(joints.size(), 0, values.length));
    }
  }

  /** A term with a scale and no history. */
  public static ObservationTerm of(TermKind kind, List<String> joints, double... scale) {
    Scaling scaling = scale.length == 0 ? Scaling.NONE : Scaling.of(scale);
    return new ObservationTerm(kind, joints, scaling, History.NONE, 0, new double[0]);
  }

  /**
   * Numbers in one frame.
   *
   * @param action numbers of the network's output
   */
  public int numbers(int action) {
    return kind.numbers(joints.size(), action, values.length);
  }
}
