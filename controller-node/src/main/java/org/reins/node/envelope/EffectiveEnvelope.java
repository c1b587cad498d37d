package org.reins.node.envelope;

import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;

/**
 * The tighter of what the planner grants and the operator allows, and who limits each part. Neither
 * can widen what the ladder of levels has at that level.
 *
 * @param envelope in force
 * @param levelBy who limits the level
 * @param speedBy who limits the speed scale
 * @param stiffnessBy who limits the stiffness scale
 * @param marginBy who asks for the margin
 */
public record EffectiveEnvelope(
    Envelope envelope, Limiter levelBy, Limiter speedBy, Limiter stiffnessBy, Limiter marginBy) {
  /** Who sets the tightest limit, as in {@code reins_msgs/EnvelopeState}. */
  public enum Limiter {
    /** The robot itself: nobody else asks for less. */
    HARDWARE(0),
    /** The planner, or the ladder's base in its stead. */
    PLANNER(1),
    /** The operator's parameters. */
    OPERATOR(2);

    private final int code;

    Limiter(int code) {
      this.code = code;
    }

    /** Its number in messages; it never changes. */
    public int code() {
      return code;
    }
  }

  public static EffectiveEnvelope of(
      Envelope granted, OperatorLimits operator, EnvelopeLevels levels) {
    Envelope rung = levels.at(Math.min(granted.level(), operator.maxLevel()));
    double speed = Math.min(granted.speedScale(), rung.speedScale());
    double stiffness = Math.min(granted.stiffnessScale(), rung.stiffnessScale());
    double margin = Math.max(granted.margin(), rung.margin());
    boolean capped = rung.level() < granted.level();
    return new EffectiveEnvelope(
        new Envelope(
            rung.level(),
            Math.min(speed, operator.speedScale()),
            Math.min(stiffness, operator.stiffnessScale()),
            Math.max(margin, operator.margin())),
        capped
            ? Limiter.OPERATOR
            : rung.level() == levels.top() ? Limiter.HARDWARE : Limiter.PLANNER,
        share(speed, operator.speedScale(), capped && rung.speedScale() < granted.speedScale()),
        share(
            stiffness,
            operator.stiffnessScale(),
            capped && rung.stiffnessScale() < granted.stiffnessScale()),
        operator.margin() > margin || capped && rung.margin() > granted.margin()
            ? Limiter.OPERATOR
            : Limiter.PLANNER);
  }

  private static Limiter share(double granted, double allowed, boolean byLevel) {
    if (allowed < granted || byLevel) {
      return Limiter.OPERATOR;
    }
    return granted < 1 ? Limiter.PLANNER : Limiter.HARDWARE;
  }
}
