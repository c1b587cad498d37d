package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/**
 * Kinetic energy of the arm while it was inside a margin, J: the energy that a contact there would
 * have had.
 */
public final class ContactEnergy {
  private ContactEnergy() {}

  /**
   * The metric.
   *
   * @param limit largest value that is still good, J
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "contact energy", "J", 0.2, BlockStatistic.Kind.WORST, s -> s.contactEnergy, limit);
  }
}
