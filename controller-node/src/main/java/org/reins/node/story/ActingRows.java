package org.reins.node.story;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.node.replay.RowBook;

/** For how long each constraint row acted, and as what: a joint's row may stand for its speed. */
final class ActingRows {
  /** What a row stood for. */
  private enum Meaning {
    ITSELF,
    SPEED,
    ACCELERATION
  }

  /**
   * A row that acted.
   *
   * @param words of the row
   * @param seconds in which it acted
   * @param eased what eases it, in words
   */
  record Row(String words, double seconds, String eased) {}

  private static final Meaning[] MEANINGS = Meaning.values();

  private final RowBook book;
  private final double[][] seconds = new double[MEANINGS.length][Long.SIZE];

  ActingRows(RowBook book) {
    this.book = book;
  }

  /**
   * A row acted.
   *
   * @param row its number
   * @param speed whether it stood for a joint's speed limit
   * @param acceleration whether it stood for a joint's acceleration limit
   * @param dt for how long, s
   */
  void add(int row, boolean speed, boolean acceleration, double dt) {
    Meaning meaning = speed ? Meaning.SPEED : acceleration ? Meaning.ACCELERATION : Meaning.ITSELF;
    seconds[meaning.ordinal()][row] += dt;
  }

  private String words(int row, Meaning meaning) {
    String joint = book.name(row).replaceFirst("\\.(upper|lower)$", "");
    return switch (meaning) {
      case ITSELF -> book.row(row);
      case SPEED -> joint + " speed limit";
      case ACCELERATION -> joint + " acceleration limit";
    };
  }

  /** Rows with the same words together, the longest first. */
  List<Row> longestFirst() {
    Map<String, Row> all = new LinkedHashMap<>();
    for (Meaning meaning : MEANINGS) {
      for (int k = 0; k < Long.SIZE; k++) {
        double s = seconds[meaning.ordinal()][k];
        if (s > 0) {
          String eased =
              Remedies.of(
                  book.name(k),
                  book.row(k),
                  meaning == Meaning.SPEED,
                  meaning == Meaning.ACCELERATION);
          all.merge(
              words(k, meaning),
              new Row(words(k, meaning), s, eased),
              (a, b) -> new Row(a.words, a.seconds + b.seconds, a.eased));
        }
      }
    }
    List<Row> sorted = new ArrayList<>(all.values());
    sorted.sort(Comparator.comparingDouble(Row::seconds).reversed());
    return sorted;
  }
}
