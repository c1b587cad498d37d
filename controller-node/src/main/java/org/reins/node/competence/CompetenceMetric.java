package org.reins.node.competence;

import org.reins.node.messages.FilterStatus;

/**
 * A measure of competence over blocks of time. It rates each block as good or bad. The gate tests
 * that the share of bad blocks is small enough. Not thread-safe.
 */
public interface CompetenceMetric {
  /** Name of the metric, in words. */
  String name();

  /** Unit of {@link #value}; 1 for a share. */
  String unit();

  /** p₀: smallest share of bad blocks, above 0 up to 1, at which a level is not deserved. */
  double tolerated();

  /** Takes a status of the running block; not modified, not stored. */
  void observe(FilterStatus status);

  /** The metric of the running block so far, in its unit. */
  double value();

  /** Judges the running block and starts the next one. */
  Verdict endBlock();
}
