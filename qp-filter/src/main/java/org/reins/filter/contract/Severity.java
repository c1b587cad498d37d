package org.reins.filter.contract;

import java.util.Locale;

/** How much a finding weighs. */
public enum Severity {
  /** The policy must not run like this. */
  ERROR,
  /** It is likely wrong: a person must look at it. */
  WARNING,
  /** What a person should know. */
  NOTE;

  /** The name in files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
