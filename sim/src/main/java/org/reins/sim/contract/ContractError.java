package org.reins.sim.contract;

import java.util.List;
import java.util.function.Supplier;
import org.reins.filter.policy.PolicyDescription;

/**
 * A mistake that people make in a contract, injected into a right one.
 *
 * @param kind what was done
 * @param terms beginnings of the terms of which a finding names it
 * @param isAlways whether it counts even if the probe shows no difference: it depends on the
 *     heading
 * @param description with the mistake; throws the sentence with which the mistake is refused
 */
public record ContractError(
    String kind, List<String> terms, boolean isAlways, Supplier<PolicyDescription> description) {

  /** Whether a finding on a term, or on several joined by "and", names this mistake. */
  public boolean isNamedBy(String term) {
    return java.util.Arrays.stream(term.split(" and "))
        .anyMatch(t -> terms.stream().anyMatch(t::startsWith));
  }

  /** Whether a sentence with which the mistake is refused names it. */
  public boolean isNamedIn(String sentence) {
    return terms.stream().anyMatch(sentence::contains);
  }
}
