package org.reins.filter;

/** What a supervisor is in between two events. */
public enum SupervisorMode {
  /** Not started: no measurement was accepted to start from. Nothing is sent. */
  IDLE(FilterAction.STOP, "not started"),
  /** Started from a measurement; no cycle has ended since. */
  READY(FilterAction.STOP, "started, before the first cycle"),
  /** The last cycle passed the policy's command. */
  PASS(FilterAction.PASS, "the policy is followed"),
  /** The last cycle changed the policy's command. */
  MODIFIED(FilterAction.MODIFIED, "the policy is followed within the rows"),
  /** The last cycle brought the robot to rest within the rows. */
  SLOWDOWN(FilterAction.SLOWDOWN, "the robot is brought to rest within the rows"),
  /** The last cycle sent the brake. */
  FALLBACK(FilterAction.FALLBACK, "the robot brakes"),
  /** Latched: the robot is braked and held until a reset. */
  STOP(FilterAction.STOP, "latched; the robot is braked and held");

  private final FilterAction action;
  private final String words;

  SupervisorMode(FilterAction action, String words) {
    this.action = action;
    this.words = words;
  }

  /** What a cycle that ends in this mode reports. */
  public FilterAction action() {
    return action;
  }

  /** What it means, for people. */
  public String words() {
    return words;
  }

  /** Whether a cycle that ends in this mode lets the policy move the robot. */
  public boolean followsPolicy() {
    return this == PASS || this == MODIFIED;
  }
}
