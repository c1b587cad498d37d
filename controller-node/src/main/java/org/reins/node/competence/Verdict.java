package org.reins.node.competence;

/** What a block says about one metric. */
public enum Verdict {
  /** Nothing: it was not measured. */
  NONE,
  /** As it should be. */
  GOOD,
  /** Not as it should be. */
  BAD
}
