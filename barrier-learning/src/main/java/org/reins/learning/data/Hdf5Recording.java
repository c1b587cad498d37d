package org.reins.learning.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reins.robot.OneLine;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * HDF5 in the layouts of D4RL and DSRL ({@code observations, actions, next_observations, rewards,
 * costs, terminals, timeouts}), of Minari (a group with {@code observations, actions, rewards} for
 * each episode), of V-OCBF ({@code state, action, next_state, reward, done, h, cost}) and our own
 * (V-OCBF's with {@code episode} and attributes). Read in blocks of rows.
 */
final class Hdf5Recording {
  /** Rows, and numbers per row, that are read at a time. */
  private static final int BLOCK = 65_536;

  private static final int NUMBERS = 1 << 23;
  private static final double SLOW = 0.5;

  private final Path path;
  private final HdfFile file;
  private final DataOptions options;
  private final Hdf5Attributes attributes;

  private Hdf5Recording(Path path, HdfFile file, DataOptions options) {
    this.path = path;
    this.file = file;
    this.options = options;
    attributes = new Hdf5Attributes(path, file, options);
  }

  static DataFile.Contents read(Path path, DataOptions options) {
    return Hdf5File.with(path, file -> new Hdf5Recording(path, file, options).read());
  }

  private DataFile.Contents read() {
    List<Group> groups = Hdf5Layout.episodes(path, file);
    Group whole = Hdf5Layout.whole(file, groups);
    List<Hdf5Table> tables =
        whole != null
            ? List.of(Hdf5Table.ofAll(path, whole))
            : groups.stream().map(g -> Hdf5Table.ofEpisode(path, g)).toList();
    Hdf5Table first = tables.get(0);
    int n = first.stateSize();
    int m = first.actionSize();
    List<String> names = attributes.names(n);
    MarginExpression expression =
        options.margin().isEmpty() ? null : new MarginExpression(options.margin(), all(names, n));
    if (first.margin() == null && expression == null && first.cost() == null) {
      throw new MissingChoiceException(
          "recording " + path + ": it has neither h nor costs: give an expression for h, with --h");
    }
    long rows = tables.stream().mapToLong(Hdf5Table::rows).sum();
    RowSink sink = new RowSink(path, options, n, m, rows);
    boolean fromCosts = first.margin() == null && expression == null;
    if (fromCosts) {
      sink.notes().add("h is −1 where there is a cost and 1 elsewhere: the file has no h");
    }
    Hdf5Layout.noteLeftOut(file, sink.notes());
    if (whole != null) {
      noteUnread(whole, first, sink);
    }
    EpisodeNumbers numbers = new EpisodeNumbers(path);
    List<String> named = Hdf5Layout.names(groups);
    for (int i = 0; i < tables.size(); i++) {
      Hdf5Table table = tables.get(i);
      requireAlike(first, table, i, groups);
      int number = whole != null ? 0 : numbers.of(named.get(i), i);
      add(table, expression, new Episodes(number), numbers, sink);
    }
    double period = attributes.dt();
    if (period >= SLOW && options.dt() == 0) {
      sink.notes()
          .add("dt is " + StampUnit.seconds(period) + " s, as the file states: is it meant in ms?");
    }
    boolean ours = expression != null || fromCosts;
    Transitions transitions =
        sink.finish(ours ? DataOptions.Sign.POSITIVE_IS_SAFE : attributes.sign());
    if (whole != null && !first.saysWhereEpisodesEnd()) {
      StateJumps.of(
              transitions, "number the episodes in a dataset episode, or mark ends in timeouts")
          .ifPresent(sink.notes()::add);
    }
    return new DataFile.Contents(
        new TransitionFile(transitions, period, attributes.subject(), names, attributes.seed()),
        rows,
        sink.notes());
  }

  /** Requires the same sizes, and the same source of h, in all groups. */
  private void requireAlike(Hdf5Table first, Hdf5Table table, int i, List<Group> groups) {
    if (table.stateSize() != first.stateSize()
        || table.actionSize() != first.actionSize()
        || (table.margin() == null) != (first.margin() == null)
        || (table.cost() == null) != (first.cost() == null)) {
      throw wrong(
          "group "
              + groups.get(i).getName()
              + " has other datasets or sizes than "
              + groups.get(0).getName()
              + ": states of "
              + table.stateSize()
              + " numbers, not "
              + first.stateSize()
              + ", actions of "
              + table.actionSize()
              + ", not "
              + first.actionSize()
              + ", or h or costs in one only; all episodes must be alike");
    }
  }

  /** Episodes under another name are not read. The rows would be taken for one episode. */
  private static void noteUnread(Group whole, Hdf5Table table, RowSink sink) {
    if (table.stateSize() > table.states()) {
      sink.notes()
          .add(
              "it has "
                  + table.states()
                  + " rows of "
                  + table.stateSize()
                  + " numbers: if rows and columns are swapped, as MATLAB writes them, transpose"
                  + " its datasets");
    }
    if (!table.saysWhereEpisodesEnd()) {
      whole.getChildren().keySet().stream()
          .filter(EpisodeNumbers::seemsToName)
          .forEach(
              name ->
                  sink.notes()
                      .add(
                          "dataset "
                              + OneLine.of(name)
                              + " is not read: if it numbers the episodes, name it episode"));
    }
  }

  /** Adds the rows of a table, in blocks. */
  private void add(
      Hdf5Table table,
      MarginExpression expression,
      Episodes episodes,
      EpisodeNumbers numbers,
      RowSink sink) {
    int n = table.stateSize();
    int m = table.actionSize();
    boolean follow = table.next() == null;
    EpisodeOrder order = new EpisodeOrder(path);
    boolean fromCosts = table.margin() == null && expression == null;
    int step = Math.max(1, Math.min(BLOCK, NUMBERS / Math.max(n, m)));
    for (long at = 0; at < table.rows(); at += step) {
      int count = (int) Math.min(step, table.rows() - at);
      float[] x = table.block(table.state(), at, count, n);
      float[] a = table.block(table.action(), at, count, m);
      // One row more than the block, for the last next state if the file has no next states.
      int more = (int) Math.min(count + 1L, table.states() - at);
      float[] y =
          follow
              ? table.block(table.state(), at, more, n)
              : table.block(table.next(), at, count, n);
      float[] h = table.block(table.margin(), at, count, 1);
      float[] c = table.block(table.cost(), at, count, 1);
      float[] r = table.block(table.reward(), at, count, 1);
      float[] end = table.block(table.terminal(), at, count, 1);
      float[] out = table.block(table.timeout(), at, count, 1);
      Object[] given = table.names(at, follow ? more : count);
      for (int k = 0; k < count; k++) {
        boolean last = end != null && end[k] > 0 || out != null && out[k] > 0;
        int number = given == null ? episodes.counted() : numbers.of(given[k], at + k);
        if (follow && given != null) {
          order.goesOn(number, given[k], at + k);
        }
        boolean border =
            given != null
                && follow
                && k + 1 < more
                && numbers.of(given[k + 1], at + k + 1) != number;
        last |= border;
        episodes.ended(last);
        int following = follow ? k + 1 : k;
        if (follow && (last || following >= more)) {
          continue;
        }
        float[] s = Arrays.copyOfRange(x, k * n, (k + 1) * n);
        float costs = c == null ? Float.NaN : c[k];
        if (c != null && !Float.isFinite(costs)) {
          // It would pass for no cost, which is safe.
          throw wrong("cost in row " + (at + k) + " is " + costs + ": all costs must be finite");
        }
        float label =
            expression != null
                ? expression.of(s)
                : fromCosts ? (costs > 0 ? -1 : 1) : table.isMarginTruth() ? 2 * h[k] - 1 : h[k];
        sink.add(
            s,
            Arrays.copyOfRange(a, k * m, (k + 1) * m),
            Arrays.copyOfRange(y, following * n, (following + 1) * n),
            label,
            costs,
            r == null ? 0 : r[k],
            number);
      }
    }
  }

  /** Episodes counted from where they end, in a file that does not number them. */
  private static final class Episodes {
    private int number;
    private boolean ended;

    Episodes(int first) {
      number = first;
    }

    int counted() {
      number += ended ? 1 : 0;
      return number;
    }

    void ended(boolean now) {
      ended = now;
    }
  }

  /** A name for each state number. Joint names are used for the positions. */
  static List<String> all(List<String> names, int n) {
    if (names.size() == n) {
      return names;
    }
    List<String> all = new ArrayList<>(names);
    if (2 * names.size() == n) {
      names.forEach(joint -> all.add(joint + "_vel"));
    }
    for (int i = all.size(); i < n; i++) {
      all.add("x" + i);
    }
    return all.subList(0, n);
  }

  private DataException wrong(String what) {
    return new DataException("recording " + path + ": " + what);
  }
}
