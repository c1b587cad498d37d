package org.reins.node.competence;

/** The result of a block for one metric. */
public enum Verdict {
  /** No result: it was not measured. */
  NONE,
  /** Good. */
  GOOD,
  /** Bad. */
  BAD
}
