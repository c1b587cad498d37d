package org.reins.filter.contract;

/**
 * One thing that was found in a contract.
 *
 * @param severity how much it weighs
 * @param term the key or term of the description that it concerns
 * @param cause one sentence: what is wrong, its value and what is usual
 */
public record Finding(Severity severity, String term, String cause) {
  /** An error. */
  public static Finding error(String term, String cause) {
    return new Finding(Severity.ERROR, term, cause);
  }

  /** A warning. */
  public static Finding warning(String term, String cause) {
    return new Finding(Severity.WARNING, term, cause);
  }

  /** A note. */
  public static Finding note(String term, String cause) {
    return new Finding(Severity.NOTE, term, cause);
  }

  /** The finding as a sentence. */
  public String sentence() {
    return term + ": " + cause;
  }
}
