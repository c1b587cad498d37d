package org.reins.node.arming;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says in one sentence what does not fit a receipt. */
final class Misfit {
  private static final int MOST_TOLD = 3;

  private Misfit() {}

  /** The sentence; empty if nothing differs. */
  static String sentence(Path file, Statement signed, List<String> differences) {
    if (differences.isEmpty()) {
      return "";
    }
    int most = Math.min(MOST_TOLD, differences.size());
    List<String> told = new ArrayList<>(differences.subList(0, most));
    if (differences.size() > most) {
      told.add("and " + (differences.size() - most) + " more");
    }
    return "receipt "
        + file
        + ", signed by "
        + signed.by()
        + " at "
        + signed.when()
        + ", does not fit: "
        + String.join("; ", told)
        + "; restore what was signed, or sign again with ./reins arm";
  }
}
