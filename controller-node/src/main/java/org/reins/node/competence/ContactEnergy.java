package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/**
 * Kinetic energy that the arm brought along while it was inside of a margin, J: what a contact
 * there would have had.
 */
public final class ContactEnergy {
  private ContactEnergy() {}

  /**
   * The metric.
   *
   * @param limit largest that is still good, J
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "contact energy", "J", 0.2, BlockStatistic.Kind.WORST, s -> s.contactEnergy, limit);
  }
}
