package org.reins.node.competence;

import org.reins.node.messages.FilterStatus;

/**
 * One measure of competence over blocks of time. Of each block it says good or bad; the gate tests
 * that the share of bad blocks is small enough. Not thread-safe.
 */
public interface CompetenceMetric {
  /** What is measured, in words. */
  String name();

  /** Unit of {@link #value}; 1 for a share. */
  String unit();

  /** p₀: the share of bad blocks, over 0 to 1, from which on a level is not deserved. */
  double tolerated();

  /** Takes a status of the running block; not modified, not kept. */
  void observe(FilterStatus status);

  /** The metric of the running block so far, in its unit. */
  double value();

  /** Judges the running block and begins the next one. */
  Verdict endBlock();
}
