package org.reins.learning.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.reins.sim.Seeds;
import org.reins.sim.Transitions;

/**
 * Takes the rows of a file one after another, checks them and keeps them. If there are more rows
 * than wanted, it keeps whole episodes drawn at random.
 */
final class RowSink {
  private static final long SEED = 20;
  private static final int FIRST_CHECK = 1 << 10;
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int FLAGS = 5;
  private static final int MOST_COLUMNS = 4_096;

  private final Path path;
  private final DataOptions options;
  private final double keep;
  private final long memory;
  private final Transitions rows;
  private final List<String> notes = new ArrayList<>();
  private long row;
  private Integer lastEpisode;
  private boolean kept;
  // Whether h was 0 or 1 in all rows, and in how many 0.
  private boolean onlyFlags = true;
  private long zeros;
  // Number of rows by sign of h and by presence of a cost, and the first row of each kind.
  private final long[][] agreement = new long[2][2];
  private final long[][] first = new long[2][2];

  RowSink(Path path, DataOptions options, int stateSize, int actionSize, long expectedRows) {
    this(
        path,
        options,
        stateSize,
        actionSize,
        expectedRows,
        Runtime.getRuntime().maxMemory() / 4 * 3);
  }

  /**
   * Creates a sink with a memory limit.
   *
   * @param memory bytes that the rows may occupy while they are copied into larger arrays
   */
  RowSink(
      Path path,
      DataOptions options,
      int stateSize,
      int actionSize,
      long expectedRows,
      long memory) {
    if (stateSize > MOST_COLUMNS || actionSize > MOST_COLUMNS) {
      throw new DataException(
          "recording "
              + path
              + " has "
              + stateSize
              + " numbers in a state and "
              + actionSize
              + " in an action: allowed are up to "
              + MOST_COLUMNS);
    }
    this.path = path;
    this.options = options;
    this.memory = memory;
    keep = expectedRows <= options.mostRows() ? 1 : (double) options.mostRows() / expectedRows;
    rows = new Transitions(stateSize, actionSize);
    if (keep < 1) {
      notes.add(
          "of " + expectedRows + " rows about " + options.mostRows() + " are kept, by episode");
    }
  }

  /**
   * Takes a row.
   *
   * @param cost NaN for none
   */
  void add(
      float[] state, float[] action, float[] next, float h, float cost, float reward, int episode) {
    requireFinite("state", state);
    requireFinite("action", action);
    requireFinite("next state", next);
    requireFinite("h", h);
    requireFinite("reward", reward);
    onlyFlags &= h == 0 || h == 1;
    zeros += h == 0 ? 1 : 0;
    if (!Float.isNaN(cost) && h != 0) {
      int safe = h > 0 ? 1 : 0;
      int costly = cost > 0 ? 1 : 0;
      if (agreement[safe][costly]++ == 0) {
        first[safe][costly] = row;
      }
    }
    if (lastEpisode == null || episode != lastEpisode) {
      SplittableRandom random = Seeds.stream(SEED, episode);
      kept = keep == 1 || random.nextDouble() < keep;
      lastEpisode = episode;
    }
    if (kept) {
      requireRoom();
      rows.add(state, action, next, h, reward, episode);
    }
    row++;
  }

  /** Requires memory for doubling the arrays, including the copy. */
  private void requireRoom() {
    int count = rows.count();
    if (count < FIRST_CHECK || Integer.bitCount(count) > 1) {
      return;
    }
    int widest = Math.max(rows.stateSize(), rows.actionSize());
    long numbers = 2L * count * (2L * rows.stateSize() + rows.actionSize() + 3);
    long bytes = Float.BYTES * (numbers + (long) count * widest);
    if (2L * count * widest > LARGEST_ARRAY || bytes > memory) {
      throw new DataException(
          "recording "
              + path
              + " has over "
              + count
              + " rows of "
              + rows.stateSize()
              + " and "
              + rows.actionSize()
              + " numbers, and more need over "
              + (bytes >> 20)
              + " MiB: allowed are "
              + (memory >> 20)
              + " of the memory that Java may use: split it, or allow more with"
              + " JAVA_TOOL_OPTIONS=-Xmx8g");
    }
  }

  private void requireFinite(String what, float... values) {
    for (float v : values) {
      if (!Float.isFinite(v)) {
        throw new DataException(
            "recording "
                + path
                + ": "
                + what
                + " in row "
                + row
                + " contains "
                + v
                + ": all numbers must be finite");
      }
    }
  }

  /** Number of rows seen. */
  long seen() {
    return row;
  }

  /** Notes for the user on how the file was read. */
  List<String> notes() {
    return notes;
  }

  /**
   * The rows, with h positive where safe.
   *
   * @param declared sign declared by the file or the user; FROM_FILE if neither declared it
   */
  Transitions finish(DataOptions.Sign declared) {
    if (row == 0) {
      throw new DataException("recording " + path + " has no rows");
    }
    if (rows.count() == 0) {
      throw new DataException(
          "recording "
              + path
              + ": no episode remains with at most "
              + options.mostRows()
              + " rows");
    }
    requireNoFlag();
    DataOptions.Sign sign = declared == DataOptions.Sign.FROM_FILE ? detected() : declared;
    boolean positiveIsSafe = sign == DataOptions.Sign.POSITIVE_IS_SAFE;
    requireConsistent(positiveIsSafe, declared);
    if (!positiveIsSafe) {
      for (int r = 0; r < rows.count(); r++) {
        rows.h()[r] = -rows.h()[r];
      }
      notes.add("h was positive where unsafe: its sign is inverted");
    }
    return rows;
  }

  /** An h of 0 is not unsafe, so a flag would call nothing unsafe. */
  private void requireNoFlag() {
    if (onlyFlags && zeros >= FLAGS && row - zeros >= FLAGS) {
      throw new DataException(
          "recording "
              + path
              + ": h is 0 in "
              + zeros
              + " rows and 1 in the others, as a flag is, and 0 is not unsafe: write h = −1 where"
              + " it is unsafe, or give an expression with --h");
    }
  }

  private DataOptions.Sign detected() {
    long safe = agreement[1][0] + agreement[0][1];
    long unsafe = agreement[1][1] + agreement[0][0];
    boolean bothSeen =
        agreement[0][1] + agreement[1][1] > 0 && agreement[0][0] + agreement[1][0] > 0;
    if (!bothSeen) {
      throw new MissingChoiceException(
          "recording "
              + path
              + " does not state whether a positive h is safe, and its costs do not show it:"
              + " declare the sign of h");
    }
    notes.add(
        "the sign of h was inferred from the costs: "
            + Math.max(safe, unsafe)
            + " of "
            + (safe + unsafe)
            + " rows indicate that a positive h is "
            + (safe >= unsafe ? "safe" : "unsafe"));
    return safe >= unsafe ? DataOptions.Sign.POSITIVE_IS_SAFE : DataOptions.Sign.POSITIVE_IS_UNSAFE;
  }

  private void requireConsistent(boolean positiveIsSafe, DataOptions.Sign declared) {
    int safeSide = positiveIsSafe ? 1 : 0;
    long wrong = agreement[safeSide][1] + agreement[1 - safeSide][0];
    long right = agreement[safeSide][0] + agreement[1 - safeSide][1];
    if (wrong == 0) {
      return;
    }
    long at =
        Math.min(
            agreement[safeSide][1] == 0 ? Long.MAX_VALUE : first[safeSide][1],
            agreement[1 - safeSide][0] == 0 ? Long.MAX_VALUE : first[1 - safeSide][0]);
    throw new DataException(
        "recording "
            + path
            + ": h contradicts the cost in "
            + wrong
            + " of "
            + (wrong + right)
            + " rows, first in row "
            + at
            + (right == 0 && declared != DataOptions.Sign.FROM_FILE
                ? ": the sign of h seems to be inverted"
                : ": rows must have a cost exactly where h is unsafe"));
  }
}
