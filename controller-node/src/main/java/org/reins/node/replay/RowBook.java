package org.reins.node.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadWord;
import org.reins.robot.OneLine;

/** Names of constraint rows, by their bits. */
public final class RowBook {
  private final String[] names = new String[Long.SIZE];
  private final String[] words = new String[Long.SIZE];
  private final String[] units = new String[Long.SIZE];

  /**
   * Reads the names.
   *
   * @param rows "name|words|unit" by number
   */
  public RowBook(Map<String, String> rows) {
    for (int k = 0; k < words.length; k++) {
      String[] parts = rows.getOrDefault(Integer.toString(k), "").split("\\|", 3);
      boolean known = parts.length == 3;
      names[k] = known ? OneLine.of(parts[0]) : "row" + k;
      words[k] = known ? OneLine.of(parts[1]) : "row " + k;
      units[k] = known ? OneLine.of(parts[2]) : "";
    }
  }

  /** The words of a row. */
  public String row(int k) {
    return words[k];
  }

  /** The name of a row, without spaces. */
  public String name(int k) {
    return names[k];
  }

  /** The unit of the distance from its limit. */
  public String unit(int k) {
    return units[k];
  }

  /** Counts each active row. */
  public void count(long active, Map<String, Long> into) {
    for (long left = active; left != 0; left &= left - 1) {
      into.merge(words[Long.numberOfTrailingZeros(left)], 1L, Long::sum);
    }
  }

  /** The active rows, in words. */
  public String names(long active) {
    List<String> all = new ArrayList<>();
    for (long left = active; left != 0; left &= left - 1) {
      all.add(words[Long.numberOfTrailingZeros(left)]);
    }
    return String.join(", ", all);
  }

  /** What a cycle did, in words. */
  public String words(CycleSlot slot) {
    FilterAction action = FilterAction.of((int) slot.word(HeadWord.ACTION));
    FilterReason reason = FilterReason.of((int) slot.word(HeadWord.REASON));
    String rows = names(slot.word(HeadWord.ACTIVE_ROWS));
    return (action
                + (reason == FilterReason.NONE || reason == FilterReason.CONSTRAINT
                    ? ""
                    : " because of " + reason))
            .toLowerCase(Locale.ROOT)
        + (rows.isEmpty() ? "" : ": " + rows);
  }
}
