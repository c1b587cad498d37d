package org.reins.node.doctor;

import java.util.Objects;

/**
 * The result of one check.
 *
 * @param check what was looked at, in a word or two
 * @param verdict how it ended
 * @param found what was found, as a phrase with its number and unit
 * @param mend the line or the step that mends it; empty where nothing has to be mended
 */
public record Finding(String check, Verdict verdict, String found, String mend) {
  /**
   * Checks that a fault comes with its remedy.
   *
   * @throws IllegalArgumentException if a warning or a fault has none
   */
  public Finding {
    Objects.requireNonNull(verdict);
    if (mend.isBlank() && (verdict == Verdict.WARNING || verdict == Verdict.FAULT)) {
      throw new IllegalArgumentException("finding " + check + " does not say what mends it");
    }
  }

  static Finding ok(String check, String found) {
    return new Finding(check, Verdict.OK, found, "");
  }

  static Finding warning(String check, String found, String mend) {
    return new Finding(check, Verdict.WARNING, found, mend);
  }

  static Finding fault(String check, String found, String mend) {
    return new Finding(check, Verdict.FAULT, found, mend);
  }

  static Finding unknown(String check, String found) {
    return new Finding(check, Verdict.UNKNOWN, found, "");
  }

  /** OK if nothing is wrong, else a warning. */
  static Finding unless(boolean wrong, String check, String found, String mend) {
    return wrong ? warning(check, found, mend) : ok(check, found);
  }
}
