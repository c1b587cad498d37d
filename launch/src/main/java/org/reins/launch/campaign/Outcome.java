package org.reins.launch.campaign;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What came of a run.
 *
 * @param failed whether a kind of violation that counts occurred
 * @param margin how near it came: see {@link org.reins.sim.variation.RunMargin}
 * @param events for each kind of violation their number; copied
 * @param firstKind the first violation that counts; empty for none
 * @param firstTime when, s; NaN for none
 * @param goals reached
 * @param offered goals offered
 * @param interventions share of the cycles in which the filter changed the command
 * @param fallbacks share of the cycles that ended in the brake
 */
record Outcome(
    boolean failed,
    double margin,
    long[] events,
    String firstKind,
    double firstTime,
    int goals,
    int offered,
    double interventions,
    double fallbacks)
    implements Serializable {
  Outcome {
    events = events.clone();
  }

  /** Equal if all numbers are equal to the bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Outcome o
        && failed == o.failed
        && Double.compare(margin, o.margin) == 0
        && Arrays.equals(events, o.events)
        && firstKind.equals(o.firstKind)
        && Double.compare(firstTime, o.firstTime) == 0
        && goals == o.goals
        && offered == o.offered
        && Double.compare(interventions, o.interventions) == 0
        && Double.compare(fallbacks, o.fallbacks) == 0;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(events) ^ Double.hashCode(margin);
  }
}
