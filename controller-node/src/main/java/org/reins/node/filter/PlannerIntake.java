package org.reins.node.filter;

import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.UnheardPublishers;

/** The planner's envelopes, which a loop needs to start, and why they do not arrive. */
public final class PlannerIntake {
  private static final String TOPIC = "envelope_planner/envelope";

  private final LiveTuning tuning;
  private final UnheardPublishers unheard;

  /** Subscribes {@code tuning} to the envelopes. */
  public PlannerIntake(RosNode node, LiveTuning tuning) {
    this.tuning = tuning;
    unheard =
        new UnheardPublishers(
            node, EnvelopeUpdate.TYPE, TOPIC, Qos.LATCHED, tuning.subscribe(node));
  }

  /**
   * Why the loop cannot start, as one sentence; empty if it can. Looks for planners that cannot be
   * heard until {@link #rest}.
   */
  public String missing(long now) {
    if (tuning.isPlannerAlive(tuning.current(), now)) {
      return "";
    }
    String reason = unheard.reason();
    return "no fresh envelope arrives on " + TOPIC + (reason.isEmpty() ? "" : ": ") + reason;
  }

  /** Stops looking for planners. */
  public void rest() {
    unheard.close();
  }
}
