package org.reins.launch.campaign;

import java.util.Arrays;
import java.util.Locale;

/** Why a run is in a campaign. */
enum Part {
  /** Fills the space. */
  FIRST,
  /** Drawn evenly. */
  PLAIN,
  /** Where success was uncertain. */
  UNCERTAIN,
  /** Where the least margin was expected. */
  ADVERSARIAL,
  /** Drawn evenly during the search. */
  ANYWHERE,
  /** Drawn evenly, apart from the search: a test of the model of the risk, and an estimate. */
  FRESH,
  /** Nearer to a failure than the runs before: see {@link RarePlan}. */
  SPLIT;

  /** Name in columns: lower case. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Part of(String key) {
    return Arrays.stream(values())
        .filter(p -> p.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("part is " + key));
  }
}
