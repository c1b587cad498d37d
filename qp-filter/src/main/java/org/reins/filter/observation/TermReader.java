package org.reins.filter.observation;

/** Writes the raw numbers of one observation term. */
interface TermReader {
  /**
   * Writes a term.
   *
   * @param state what is known now, not modified
   * @param last the network's previous output, not modified
   * @param out the numbers, from place 0, overwritten
   */
  void read(PolicyState state, float[] last, double[] out);
}
