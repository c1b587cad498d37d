package org.reins.node.filter;

import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeClock;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.parameters.ParameterSnapshot;

/**
 * Puts parameters and the planner's envelope together, off the control thread, into one {@link
 * FilterTuning} that is swapped in whole.
 */
public final class LiveTuning {
  private final EnvelopeLevels levels;
  private Envelope granted;
  private ParameterSnapshot parameters;
  private volatile FilterTuning current;
  private volatile long plannerNanos;
  private volatile boolean planned;

  LiveTuning(EnvelopeLevels levels, ParameterSnapshot parameters) {
    this.levels = levels;
    this.parameters = parameters;
    granted = levels.base();
    current = compose();
  }

  /** What the next cycle takes. */
  public FilterTuning current() {
    return current;
  }

  /** Whether the planner was heard within the time that a tuning allows. */
  public boolean isPlannerAlive(FilterTuning t, long now) {
    return planned && now - plannerNanos < t.envelopeTimeout() * 1e9;
  }

  synchronized void take(ParameterSnapshot next) {
    parameters = next;
    current = compose();
  }

  /** Takes the planner's envelope; one that makes no sense counts as silence. */
  public synchronized void take(EnvelopeUpdate m) {
    try {
      granted = narrowed(m);
    } catch (IllegalArgumentException e) {
      return;
    }
    current = compose();
    plannerNanos = NodeClock.nanos();
    planned = true;
  }

  /** No wider than the ladder allows at that level. */
  private Envelope narrowed(EnvelopeUpdate m) {
    Envelope widest = levels.at(m.level);
    return new Envelope(
        widest.level(),
        Math.min(m.speedScale, widest.speedScale()),
        Math.min(m.stiffnessScale, widest.stiffnessScale()),
        Math.max(m.margin, widest.margin()));
  }

  private FilterTuning compose() {
    OperatorLimits operator = OperatorLimits.of(parameters);
    return new FilterTuning(
        EffectiveEnvelope.of(granted, operator, levels),
        EffectiveEnvelope.of(levels.base(), operator, levels),
        operator.profile(),
        operator.toolSpeed(),
        parameters.number("filter.alpha"),
        parameters.number("action_timeout"),
        parameters.number("envelope.timeout"));
  }
}
