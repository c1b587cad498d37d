package org.reins.node.arming;

import org.reins.node.signing.Sha256;
import org.reins.robot.OneLine;

/**
 * A thing that a receipt covers, as it was when the receipt was signed.
 *
 * @param name what it is, for people, such as "barrier"
 * @param source where it was: the absolute path of a file, or the name of what comes with Reins
 * @param sha256 of its content, in hexadecimal
 */
public record Part(String name, String source, String sha256) {
  private static final int LONGEST = 4_096;

  /** Checks the form. */
  public Part {
    if (name.isBlank() || name.length() > LONGEST || source.length() > LONGEST) {
      throw new IllegalArgumentException(
          "name '" + OneLine.of(name) + "' or its source is empty or too long");
    }
    if (!Sha256.isSum(sha256)) {
      throw new IllegalArgumentException(
          "sha256 of " + OneLine.of(name) + " is " + OneLine.of(sha256) + ": it needs 64 digits");
    }
  }
}
