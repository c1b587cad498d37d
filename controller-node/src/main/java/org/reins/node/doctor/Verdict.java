package org.reins.node.doctor;

/** How a check ended. */
public enum Verdict {
  /** As it should be. */
  OK,
  /** The filter runs, but worse than it could: late cycles, or inputs that it will refuse later. */
  WARNING,
  /** The filter does not run, or must not. */
  FAULT,
  /** The machine does not show it. */
  UNKNOWN
}
