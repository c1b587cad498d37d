package org.reins.filter.policy;

import java.util.List;

/**
 * One output tensor of a network, cut into action terms in order.
 *
 * @param tensor name; empty for the only output
 * @param terms at least one
 */
public record ActionOutput(String tensor, List<ActionTerm> terms) {
  /** Checks the output. */
  public ActionOutput {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("output " + tensor + " has no terms");
    }
  }

  /** Numbers of the tensor in one step. */
  public int numbers() {
    return terms.stream().mapToInt(ActionTerm::numbers).sum();
  }
}
