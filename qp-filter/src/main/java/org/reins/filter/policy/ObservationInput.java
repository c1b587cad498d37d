package org.reins.filter.policy;

import java.util.List;

/**
 * One input tensor of a network: terms in order, and past frames of all of them together.
 *
 * @param tensor name; empty for the only input
 * @param terms at least one
 * @param clip clip of the finished numbers, with a scale of 1
 * @param history past frames of the whole tensor
 */
public record ObservationInput(
    String tensor, List<ObservationTerm> terms, Scaling clip, History history) {
  /** Checks the input. */
  public ObservationInput {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("input " + tensor + " has no terms");
    }
    clip.require(1);
    if (history.frames() > 1 && terms.stream().anyMatch(t -> t.history().frames() > 1)) {
      throw new IllegalArgumentException(
          "input "
              + tensor
              + " has a history, and so has one of its terms: give the one or the other");
    }
  }

  /** Numbers in one frame of all terms, without the history of the tensor. */
  public int frame(int action) {
    return terms.stream().mapToInt(t -> t.numbers(action) * t.history().frames()).sum();
  }

  /** Numbers of the tensor. */
  public int numbers(int action) {
    return frame(action) * history.frames();
  }
}
