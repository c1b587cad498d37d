package org.reins.learning.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
  // Versions of datatypes: of HDF5 1.12, and the last one that the library knows.
  private static final int NEWER = 4;
  private static final int KNOWN = 3;

  private final Path path;
  private final HdfFile file;
  private final DataOptions options;

  private Hdf5Recording(Path path, HdfFile file, DataOptions options) {
    this.path = path;
    this.file = file;
    this.options = options;
  }

  static DataFile.Contents read(Path path, DataOptions options) {
    return with(path, file -> new Hdf5Recording(path, file, options).read());
  }

  /**
   * Opens a file, and closes it after use.
   *
   * @throws DataException if it cannot be read, whatever the library throws
   */
  static <T> T with(Path path, Function<HdfFile, T> use) {
    try (HdfFile file = open(path)) {
      return use.apply(file);
    } catch (DataException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      // The arrays that were being filled are released here.
      throw new DataException(
          "recording "
              + path
              + " is damaged, or its blocks are too large for the memory that Java may use: write"
              + " it in smaller blocks, or allow more with JAVA_TOOL_OPTIONS=-Xmx8g",
          e);
    } catch (IOException e) {
      throw new DataException("recording " + path + " cannot be read: " + OneLine.reason(e), e);
    } catch (RuntimeException | Error e) {
      if (isNewer(e)) {
        return withNewer(path, use, e);
      }
      if (OneLine.reason(e).contains("No valid HDF5 signature")) {
        throw new DataException(
            "recording "
                + path
                + " is not HDF5, nor another format that is known here: read are HDF5, CSV and"
                + " rosbag2",
            e);
      }
      // The library trusts the file's own metadata. In a broken file it divides by zero, reads
      // past the end, or recurses endlessly.
      throw new DataException(
          "recording " + path + " is not HDF5, or is truncated or damaged: " + reason(e), e);
    }
  }

  /** Whether the library found a datatype of HDF5 1.12 or newer. */
  private static boolean isNewer(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).startsWith("Unrecognized datatype version")) {
        return true;
      }
    }
    return false;
  }

  /** Reads a file of HDF5 1.12 or newer from a copy in memory, with the datatypes of 1.10. */
  private static <T> T withNewer(Path path, Function<HdfFile, T> use, Throwable first) {
    Throwable reason = first;
    try {
      ByteBuffer copy = ByteBuffer.wrap(Files.readAllBytes(path));
      if (DatatypeVersions.change(copy, NEWER, KNOWN) > 0) {
        try (HdfFile file = HdfFile.fromByteBuffer(copy)) {
          return use.apply(file);
        }
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      reason = e;
    }
    throw new DataException(
        "recording "
            + path
            + " has datatypes of HDF5 1.12 or newer (version 4), which are not read: write it"
            + " again with h5py.File(NAME, 'w', libver=('earliest', 'v110'))",
        reason);
  }

  /**
   * Opens a file in a way that prevents the library from allocating what the file claims to
   * contain. When it reads from a file, it allocates the claimed size and reads what exists. When
   * it reads from memory, it takes a view or fails.
   */
  private static HdfFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      return size > Integer.MAX_VALUE
          // Larger than a view can be, and larger than can be claimed at a time.
          ? new HdfFile(path)
          : HdfFile.fromByteBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
    }
  }

  private static String reason(Throwable e) {
    if (e instanceof StackOverflowError) {
      return "its contents are nested endlessly";
    }
    return OneLine.reason(e);
  }

  private DataFile.Contents read() {
    List<Group> groups = Hdf5Layout.episodes(path, file);
    List<Hdf5Table> tables =
        groups.isEmpty()
            ? List.of(Hdf5Table.ofAll(path, file))
            : groups.stream().map(g -> Hdf5Table.ofEpisode(path, g)).toList();
    Hdf5Table first = tables.get(0);
    int n = first.stateSize();
    int m = first.actionSize();
    List<String> names = names(n);
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
    if (groups.isEmpty() && first.isOneEpisode()) {
      noteUnread(sink);
    }
    EpisodeNumbers numbers = new EpisodeNumbers(path);
    for (int i = 0; i < tables.size(); i++) {
      Hdf5Table table = tables.get(i);
      requireAlike(first, table, i, groups);
      int number = groups.isEmpty() ? 0 : numbers.of(Hdf5Layout.name(groups.get(i)), i);
      add(table, expression, new Episodes(number), numbers, sink);
    }
    double period = dt();
    if (period >= SLOW && options.dt() == 0) {
      sink.notes()
          .add("dt is " + StampUnit.seconds(period) + " s, as the file states: is it meant in ms?");
    }
    Transitions transitions = sink.finish(sign(expression != null || fromCosts));
    return new DataFile.Contents(
        new TransitionFile(transitions, period, subject(), names, seed()), rows, sink.notes());
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
  private void noteUnread(RowSink sink) {
    file.getChildren().keySet().stream()
        .filter(EpisodeNumbers::seemsToName)
        .forEach(
            name ->
                sink.notes()
                    .add(
                        "dataset "
                            + OneLine.of(name)
                            + " is not read: if it numbers the episodes, name it episode"));
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
        float label =
            expression != null ? expression.of(s) : fromCosts ? (costs > 0 ? -1 : 1) : h[k];
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

  private DataOptions.Sign sign(boolean ours) {
    if (ours) {
      return DataOptions.Sign.POSITIVE_IS_SAFE;
    }
    Object written = attribute("h_sign");
    if (options.sign() != DataOptions.Sign.FROM_FILE || written == null) {
      return options.sign();
    }
    for (DataOptions.Sign s :
        List.of(DataOptions.Sign.POSITIVE_IS_SAFE, DataOptions.Sign.POSITIVE_IS_UNSAFE)) {
      if (s.name().equalsIgnoreCase(written.toString())) {
        return s;
      }
    }
    throw wrong("h_sign is " + written + ": allowed is positive_is_safe and positive_is_unsafe");
  }

  private double dt() {
    Object attribute = attribute("dt");
    boolean stated = attribute != null;
    double written = stated ? number("dt", attribute) : 0;
    if (stated && !(written > 0 && written <= 1)) {
      throw wrong(StampUnit.refusal(written));
    }
    if (options.dt() > 0 && stated && Math.abs(options.dt() - written) > 1e-9) {
      throw wrong("dt is " + written + " s in the file and " + options.dt() + " s as declared");
    }
    double dt = stated ? written : options.dt();
    if (dt == 0) {
      throw new MissingChoiceException(
          "recording " + path + ": it does not state dt: declare it with --dt, in s");
    }
    return dt;
  }

  /** An attribute that must be a number. Some writers store an array of one number, or a text. */
  private double number(String name, Object attribute) {
    Object one =
        attribute.getClass().isArray() && Array.getLength(attribute) == 1
            ? Array.get(attribute, 0)
            : attribute;
    try {
      return one instanceof Number n ? n.doubleValue() : Double.parseDouble(one.toString());
    } catch (NumberFormatException e) {
      throw wrong("attribute " + name + " is " + one + ": it must be a number", e);
    }
  }

  private String subject() {
    Object written = attribute("robot");
    return !options.subject().isEmpty() || written == null ? options.subject() : written.toString();
  }

  private long seed() {
    return attribute("seed") instanceof Number s ? s.longValue() : 0;
  }

  private List<String> names(int n) {
    Object written = attribute("joints");
    if (written != null) {
      return Arrays.asList(written.toString().split(",", -1));
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      names.add("x" + i);
    }
    return names;
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

  private Object attribute(String name) {
    Attribute attribute = file.getAttributes().get(name);
    return attribute == null ? null : attribute.getData();
  }

  private DataException wrong(String what) {
    return wrong(what, null);
  }

  private DataException wrong(String what, Throwable cause) {
    return new DataException("recording " + path + ": " + what, cause);
  }
}
