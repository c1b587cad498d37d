package org.reins.node.ros;

/** The qualities of service that Reins uses. */
public enum Qos {
  /** Best effort, volatile, keep the last one: state and command at the control rate. */
  STATE,
  /** Reliable, volatile, keep the last ten: actions, statuses, reports. */
  RELIABLE,
  /** Reliable, transient local, keep the last one: a late joiner gets the last envelope. */
  LATCHED
}
