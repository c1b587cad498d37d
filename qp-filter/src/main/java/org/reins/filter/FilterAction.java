package org.reins.filter;

/** What the filter did, from mild to severe. */
public enum FilterAction {
  /** The nominal command went through. */
  PASS,
  /** The command was changed to keep the constraints. */
  MODIFIED,
  /** The policy is silent: the robot is brought to rest and held. */
  SLOWDOWN,
  /** No safe command was found near the nominal one: the verified brake was sent. */
  FALLBACK,
  /** Latched: the brake holds until a reset. */
  STOP
}
