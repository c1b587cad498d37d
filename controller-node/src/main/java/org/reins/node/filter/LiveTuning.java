package org.reins.node.filter;

import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.NodeTime;
import org.reins.node.Refusals;
import org.reins.node.envelope.EffectiveEnvelope;
import org.reins.node.envelope.OperatorLimits;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.process.NodeClock;
import org.reins.node.process.StampWatch;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosSubscription;

/**
 * Combines parameters and the planner's envelope, off the control thread, into one {@link
 * FilterTuning} that is swapped in as a whole.
 */
public final class LiveTuning {
  private static final String TOPIC = "envelope_planner/envelope";

  private final EnvelopeLevels levels;
  private final NodeTime time;
  private final Refusals refusals;
  private final StampWatch stamps = new StampWatch();
  private volatile RosSubscription subscription;
  private Envelope granted;
  private ParameterSnapshot parameters;
  private volatile FilterTuning current;
  private volatile long plannerNanos;
  private volatile boolean planned;

  /** The parameters of a node; the base envelope applies until its planner publishes. */
  public LiveTuning(EnvelopeLevels levels, NodeShell shell) {
    this.levels = levels;
    time = shell.time();
    refusals = new Refusals("an envelope", shell.log()::warn, NodeClock::nanos);
    parameters = shell.snapshot();
    granted = levels.base();
    current = compose();
  }

  /** Subscribes to the planner's envelopes; a later subscription replaces this one. */
  public RosSubscription subscribe(RosNode node) {
    RosSubscription made = node.subscribe(EnvelopeUpdate.TYPE, TOPIC, Qos.LATCHED, this::take);
    subscription = made;
    return made;
  }

  /** Number of nodes that publish envelopes; there must be exactly one. */
  int publishers() {
    RosSubscription now = subscription;
    return now == null ? 0 : now.matched();
  }

  /** Number of envelopes refused so far, including samples that could not be decoded. */
  long refused() {
    RosSubscription now = subscription;
    return refusals.count() + (now == null ? 0 : now.rejected());
  }

  /** Which other nodes publish envelopes, as one sentence; empty if none does. */
  String intruder() {
    int nodes = publishers();
    return nodes > 1 ? nodes + " nodes publish on " + TOPIC + ": there must be one" : "";
  }

  /** The tuning that the next cycle uses. */
  public FilterTuning current() {
    return current;
  }

  /** Whether an envelope arrived within the timeout of a tuning. */
  public boolean isPlannerAlive(FilterTuning t, long now) {
    return planned && now - plannerNanos < t.envelopeTimeout() * 1e9;
  }

  synchronized void take(ParameterSnapshot next) {
    parameters = next;
    current = compose();
  }

  /**
   * Takes the planner's envelope. An invalid envelope, or one whose stamp is too old or not later
   * than the previous one, counts as silence. While more than one node publishes envelopes, their
   * origin is unknown, and the base applies at once.
   */
  public synchronized void take(EnvelopeUpdate m) {
    if (publishers() > 1) {
      planned = false;
      refusals.note(this::intruder);
      return;
    }
    String objection = objection(m);
    if (!objection.isEmpty()) {
      refusals.note(() -> objection);
      return;
    }
    current = compose();
    plannerNanos = NodeClock.nanos();
    planned = true;
  }

  private String objection(EnvelopeUpdate m) {
    if (m.level > levels.top()) {
      return "its level is " + m.level + ": allowed is 0 to " + levels.top();
    }
    Envelope asked;
    try {
      asked = new Envelope(m.level, m.speedScale, m.stiffnessScale, m.margin);
    } catch (IllegalArgumentException e) {
      return "its " + e.getMessage();
    }
    double most = current.envelopeTimeout();
    long now = time.stampNanos();
    StampWatch.Verdict verdict = stamps.judge(m.header.stampNanos, now, most);
    if (verdict != StampWatch.Verdict.YOUNG) {
      return StampWatch.words(verdict, m.header.stampNanos, now, most);
    }
    granted = narrowed(asked);
    return "";
  }

  /** Whether the envelope is no wider than the ladder allows at that level. */
  private Envelope narrowed(Envelope asked) {
    Envelope widest = levels.at(asked.level());
    return new Envelope(
        widest.level(),
        Math.min(asked.speedScale(), widest.speedScale()),
        Math.min(asked.stiffnessScale(), widest.stiffnessScale()),
        Math.max(asked.margin(), widest.margin()));
  }

  private FilterTuning compose() {
    OperatorLimits operator = OperatorLimits.of(parameters);
    return new FilterTuning(
        granted,
        EffectiveEnvelope.of(granted, operator, levels),
        EffectiveEnvelope.of(levels.base(), operator, levels),
        operator.profile(),
        operator.toolSpeed(),
        parameters.number("filter.alpha"),
        parameters.number("action_timeout"),
        parameters.number("envelope.timeout"));
  }
}
