package org.reins.node;

import org.reins.node.messages.Clock;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;

/** The time that a node puts on what it sends: the system's, or that of a simulation. */
public final class NodeTime {
  private final RosNode node;
  private volatile boolean simulated;
  private volatile long simulatedNanos;
  private boolean subscribed;

  /** Takes the system's time until told else. */
  public NodeTime(RosNode node) {
    this.node = node;
  }

  /** Takes up what {@code use_sim_time} says. */
  public synchronized void take(ParameterSnapshot parameters) {
    boolean wanted = parameters.flag(ParameterSpecs.USE_SIM_TIME);
    if (wanted && !subscribed) {
      subscribed = true;
      node.subscribe(Clock.TYPE, "/clock", Qos.STATE, m -> simulatedNanos = m.nanos);
    }
    simulated = wanted;
  }

  /** Now, ns; 0 before the first tick of a simulation. */
  public long stampNanos() {
    return simulated ? simulatedNanos : NodeClock.wallNanos();
  }
}
