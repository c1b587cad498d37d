package org.reins.node.arm;

import org.reins.node.filter.JointStates;
import org.reins.node.messages.PolicyAction;

/** The inputs of an arm as they arrive. */
final class LiveArmFeed implements ArmFeed {
  private final ArmInbox inbox;
  private final PersonIntake person;
  private double[] measured;
  private long stamp;
  private long clock;

  /**
   * Reads from these.
   *
   * @param person null if no constraint needs it
   */
  LiveArmFeed(ArmInbox inbox, PersonIntake person) {
    this.inbox = inbox;
    this.person = person;
  }

  @Override
  public long state(double[] q, double[] qd, double[] effort) {
    JointStates.Arrival arrival = inbox.states.latest();
    System.arraycopy(arrival.state.position, 0, q, 0, q.length);
    System.arraycopy(arrival.state.velocity, 0, qd, 0, qd.length);
    System.arraycopy(arrival.state.effort, 0, effort, 0, effort.length);
    measured = q;
    stamp = arrival.stamp();
    clock = stamp == 0 ? arrival.nanos : stamp;
    return stamp;
  }

  @Override
  public void begin() {
    inbox.chunks.forget();
  }

  @Override
  public long action(double[] target, double[] stiffness) {
    boolean single = inbox.actions.take();
    if (single) {
      // Who sends single actions now sends no chunks any more.
      inbox.chunks.forget();
    } else {
      inbox.chunks.take(clock, measured);
      if (inbox.chunks.player().sample(clock, measured, target, stiffness)) {
        return stamp - inbox.chunks.player().overNanos(clock);
      }
    }
    if (single) {
      PolicyAction latest = inbox.actions.latest();
      System.arraycopy(latest.target, 0, target, 0, target.length);
      System.arraycopy(latest.stiffness, 0, stiffness, 0, stiffness.length);
    }
    return inbox.actions.latest().header.stampNanos;
  }

  @Override
  public double person(long now, double[] place) {
    return person == null ? 0 : person.take(now, place);
  }
}
