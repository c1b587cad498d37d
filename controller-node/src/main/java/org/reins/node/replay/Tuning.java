package org.reins.node.replay;

import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.envelope.EffectiveEnvelope;
import org.reins.node.envelope.EffectiveEnvelope.Limiter;
import org.reins.node.envelope.OperatorLimits;
import org.reins.node.envelope.SafetyProfile;
import org.reins.node.filter.FilterTuning;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadNumber;
import org.reins.node.record.HeadWord;

/**
 * The tuning of a replayed cycle: what was in force then, except for live parameters that a replay
 * changes.
 */
public final class Tuning {
  private final ParameterSnapshot other;
  private final OperatorLimits limits;
  private final boolean alpha;
  private final boolean timeout;

  private Tuning(ParameterSnapshot other, boolean limited, boolean alpha, boolean timeout) {
    this.other = other;
    limits = limited ? OperatorLimits.of(other) : null;
    this.alpha = alpha;
    this.timeout = timeout;
  }

  /**
   * The tuning with parameters of a replay. A parameter that has the same value as at the start of
   * the recording keeps the changes that were made while it ran.
   */
  public static Tuning of(ParameterSnapshot then, ParameterSnapshot now) {
    boolean limited = !OperatorLimits.of(then).equals(OperatorLimits.of(now));
    return new Tuning(
        now,
        limited,
        then.number("filter.alpha") != now.number("filter.alpha"),
        then.number("action_timeout") != now.number("action_timeout"));
  }

  /** The tuning of a cycle. */
  FilterTuning of(CycleSlot s) {
    Envelope granted =
        envelope(
            s,
            HeadWord.GRANTED_LEVEL,
            HeadNumber.GRANTED_SPEED,
            HeadNumber.GRANTED_STIFFNESS,
            HeadNumber.GRANTED_MARGIN);
    EffectiveEnvelope planned;
    EffectiveEnvelope silent;
    if (limits == null) {
      planned =
          plain(
              envelope(
                  s, HeadWord.LEVEL, HeadNumber.SPEED, HeadNumber.STIFFNESS, HeadNumber.MARGIN));
      silent =
          plain(
              envelope(
                  s,
                  HeadWord.SILENT_LEVEL,
                  HeadNumber.SILENT_SPEED,
                  HeadNumber.SILENT_STIFFNESS,
                  HeadNumber.SILENT_MARGIN));
    } else {
      planned = EffectiveEnvelope.of(granted, limits, EnvelopeLevels.DEFAULT);
      silent = EffectiveEnvelope.of(EnvelopeLevels.DEFAULT.base(), limits, EnvelopeLevels.DEFAULT);
    }
    return new FilterTuning(
        granted,
        planned,
        silent,
        limits == null ? SafetyProfile.of((int) s.word(HeadWord.PROFILE)) : limits.profile(),
        limits == null ? s.number(HeadNumber.TOOL_SPEED) : limits.toolSpeed(),
        alpha ? other.number("filter.alpha") : s.number(HeadNumber.ALPHA),
        timeout ? other.number("action_timeout") : s.number(HeadNumber.ACTION_TIMEOUT),
        s.number(HeadNumber.ENVELOPE_TIMEOUT));
  }

  /** The envelope in force. */
  Envelope envelope(CycleSlot s, FilterTuning t) {
    boolean planned = limits == null || s.word(HeadWord.PLANNER) != 0;
    return (planned ? t.planned() : t.silent()).envelope();
  }

  private static Envelope envelope(
      CycleSlot s, HeadWord level, HeadNumber speed, HeadNumber stiffness, HeadNumber margin) {
    return new Envelope(
        (int) s.word(level), s.number(speed), s.number(stiffness), s.number(margin));
  }

  private static EffectiveEnvelope plain(Envelope e) {
    return new EffectiveEnvelope(
        e, Limiter.PLANNER, Limiter.PLANNER, Limiter.PLANNER, Limiter.PLANNER);
  }
}
