package org.reins.filter.constraint;

import java.util.List;

/**
 * A requirement on the filter, as rows a · q̈ ≥ b over the accelerations of an arm.
 *
 * <p>A row whose measure is h, such as a distance, is written so that h stays positive: for h of
 * relative degree two as a {@link Viability} bound of ḧ, for one of relative degree one as ḣ ≥ −h /
 * T. Writing rows allocates nothing and throws nothing.
 */
public interface Constraint {
  /** The rows that {@link #append} writes, in order; their number never changes. */
  List<RowName> rows();

  /**
   * Writes the rows for a state.
   *
   * @param state not modified
   * @param rows takes them
   */
  void append(ArmState state, Rows rows);
}
