package org.reins.filter.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One term of an observation.
 *
 * @param kind what it measures
 * @param joints of a joint term, in the order in which the network sees them; otherwise empty
 * @param scaling scale, offset and clip
 * @param history past frames of this term alone
 * @param clockPeriod of a gait clock, s; otherwise 0
 * @param values of a constant term; otherwise empty
 * @param source the topic that delivers it
 */
public record ObservationTerm(
    TermKind kind,
    List<String> joints,
    Scaling scaling,
    History history,
    double clockPeriod,
    double[] values,
    TermSource source) {
  /** Checks the term. */
  public ObservationTerm {
    joints = List.copyOf(joints);
    if (kind.isPerJoint() == joints.isEmpty()) {
      throw new IllegalArgumentException(
          kind.isPerJoint()
              ? "term " + kind.code() + " has no joints"
              : "term " + kind.code() + " has joints: only joint terms have them");
    }
    Set<String> seen = new HashSet<>();
    for (String joint : joints) {
      if (!seen.add(joint)) {
        throw new IllegalArgumentException(
            "term " + kind.code() + " has joint " + joint + " twice: allowed is once");
      }
    }
    if (kind == TermKind.GAIT_CLOCK && !(clockPeriod > 0 && clockPeriod <= 60)) {
      throw new IllegalArgumentException(
          "clock_period is " + clockPeriod + ": allowed is above 0 to 60 s");
    }
    if (kind == TermKind.CONSTANT && values.length == 0) {
      throw new IllegalArgumentException("term constant has no values");
    }
    requireSource(kind, source);
    if (!kind.isAction()) {
      int given = kind.isScan() ? source.numbers() : values.length;
      scaling.require(kind.numbers(joints.size(), 0, given));
    }
  }

  /** A term that comes with the robot's state. */
  public ObservationTerm(
      TermKind kind,
      List<String> joints,
      Scaling scaling,
      History history,
      double clockPeriod,
      double[] values) {
    this(kind, joints, scaling, history, clockPeriod, values, TermSource.NONE);
  }

  private static void requireSource(TermKind kind, TermSource source) {
    if (kind.isSensor() && source.maxAge() == 0) {
      throw new IllegalArgumentException(
          "term "
              + kind.code()
              + " has no max_age: say how old a message may be that the network still sees, s");
    }
    if (!kind.hasTopic() && !(source.topic().isEmpty() && source.maxAge() == 0)) {
      throw new IllegalArgumentException(
          "term "
              + kind.code()
              + " has topic or max_age: it comes with the robot's state and takes none");
    }
    if (kind.isScan() == (source.numbers() == 0)) {
      throw new IllegalArgumentException(
          kind.isScan()
              ? "term " + kind.code() + " has no numbers: say how many the topic delivers"
              : "term " + kind.code() + " has numbers: only scans have them");
    }
  }

  /** A term with a scale and no history. */
  public static ObservationTerm of(TermKind kind, List<String> joints, double... scale) {
    Scaling scaling = scale.length == 0 ? Scaling.NONE : Scaling.of(scale);
    return new ObservationTerm(kind, joints, scaling, History.NONE, 0, new double[0]);
  }

  /** The topic that delivers the term; empty for what comes with the robot's state. */
  public String topic() {
    return source.topic().isEmpty() ? kind.topic() : source.topic();
  }

  /**
   * Numbers in one frame.
   *
   * @param action numbers of the network's output
   */
  public int numbers(int action) {
    return kind.numbers(joints.size(), action, kind.isScan() ? source.numbers() : values.length);
  }
}
