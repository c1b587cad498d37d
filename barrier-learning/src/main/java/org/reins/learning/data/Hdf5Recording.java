package org.reins.learning.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reins.robot.OneLine;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * HDF5 in the layouts of D4RL and DSRL ({@code observations, actions, next_observations, rewards,
 * costs, terminals, timeouts}), of V-OCBF ({@code state, action, next_state, reward, done, h,
 * cost}) and our own (V-OCBF's with {@code episode} and attributes). Read in blocks of rows.
 */
final class Hdf5Recording {
  /** Rows, and numbers per row, that are read at a time. */
  private static final int BLOCK = 65_536;

  private static final int NUMBERS = 1 << 23;
  // The best ratio of deflate. Reading rows that were never stored would take days.
  private static final long MOST_ROWS_A_BYTE = 1_100;

  private final Path path;
  private final HdfFile file;
  private final DataOptions options;

  private Hdf5Recording(Path path, HdfFile file, DataOptions options) {
    this.path = path;
    this.file = file;
    this.options = options;
  }

  static DataFile.Contents read(Path path, DataOptions options) {
    try (HdfFile file = open(path)) {
      return new Hdf5Recording(path, file, options).read();
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
      // The library trusts the file's own metadata. In a broken file it divides by zero, reads
      // past the end, or recurses endlessly.
      throw new DataException(
          "recording " + path + " is not HDF5, or is truncated or damaged: " + reason(e), e);
    }
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
    Dataset state = matrix("state", "observations");
    Dataset action = matrix("action", "actions");
    long rows = state.getDimensionsAsLong()[0];
    requireRowsFit(rows);
    int n = state.getDimensions()[1];
    int m = action.getDimensions()[1];
    Dataset next = optional("next_state", "next_observations");
    Dataset margin = optional("h");
    Dataset cost = optional("cost", "costs");
    Dataset reward = optional("reward", "rewards");
    Dataset terminal = optional("done", "terminals");
    Dataset timeout = optional("timeouts");
    Dataset episode = optional("episode");
    for (Dataset d :
        new Dataset[] {action, next, margin, cost, reward, terminal, timeout, episode}) {
      requireRows(d, rows);
    }
    if (next != null && (next.getDimensions().length != 2 || next.getDimensions()[1] != n)) {
      throw wrong(
          "dataset "
              + next.getName()
              + " has the shape "
              + Arrays.toString(next.getDimensions())
              + ": it must have rows of "
              + n
              + " numbers, as a state");
    }
    List<String> names = names(n);
    MarginExpression expression =
        options.margin().isEmpty() ? null : new MarginExpression(options.margin(), all(names, n));
    if (margin == null && expression == null && cost == null) {
      throw wrong("it has neither h nor costs: give an expression for h");
    }
    RowSink sink = new RowSink(path, options, n, m, rows);
    int step = Math.max(1, Math.min(BLOCK, NUMBERS / Math.max(n, m)));
    boolean fromCosts = margin == null && expression == null;
    if (fromCosts) {
      sink.notes().add("h is −1 where there is a cost and 1 elsewhere: the file has no h");
    }
    Episodes episodes = new Episodes();
    EpisodeNumbers numbers = new EpisodeNumbers(path);
    for (long at = 0; at < rows; at += step) {
      int count = (int) Math.min(step, rows - at);
      float[] x = block(state, at, count, n);
      float[] a = block(action, at, count, m);
      // One row more than the block, for the last next state if the file has no next states.
      int more = (int) Math.min(count + 1L, rows - at);
      float[] y = next == null ? block(state, at, more, n) : block(next, at, count, n);
      float[] h = block(margin, at, count, 1);
      float[] c = block(cost, at, count, 1);
      float[] r = block(reward, at, count, 1);
      float[] end = block(terminal, at, count, 1);
      float[] out = block(timeout, at, count, 1);
      Object[] given = names(episode, at, next == null ? more : count);
      for (int k = 0; k < count; k++) {
        boolean last = end != null && end[k] > 0 || out != null && out[k] > 0;
        int number = given == null ? episodes.counted() : numbers.of(given[k], at + k);
        boolean border =
            given != null
                && next == null
                && k + 1 < more
                && numbers.of(given[k + 1], at + k + 1) != number;
        last |= border;
        episodes.ended(last);
        int following = next == null ? k + 1 : k;
        if (next == null && (last || following >= more)) {
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
    Transitions transitions = sink.finish(sign(expression != null || fromCosts));
    return new DataFile.Contents(
        new TransitionFile(transitions, dt(), subject(), names, seed()), rows, sink.notes());
  }

  /** Episodes counted from where they end, in a file that does not number them. */
  private static final class Episodes {
    private int number;
    private boolean ended;

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
      throw wrong("it does not state dt: declare it with --dt, in s");
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
  private static List<String> all(List<String> names, int n) {
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

  private Dataset matrix(String... names) {
    Dataset found = optional(names);
    if (found == null) {
      throw wrong("dataset " + String.join(" or ", names) + " is missing");
    }
    if (found.getDimensions().length != 2 || found.getDimensions()[1] < 1) {
      throw wrong(
          "dataset "
              + found.getName()
              + " has the shape "
              + Arrays.toString(found.getDimensions())
              + ": it must be rows of numbers");
    }
    return found;
  }

  private Dataset optional(String... names) {
    for (String name : names) {
      Node node = file.getChildren().get(name);
      if (node instanceof Dataset d) {
        return d;
      }
    }
    return null;
  }

  private void requireRowsFit(long rows) {
    long bytes = path.toFile().length();
    if (rows < 0 || rows / MOST_ROWS_A_BYTE > bytes) {
      throw wrong("it claims " + rows + " rows, which do not fit in its " + bytes + " bytes");
    }
  }

  private void requireRows(Dataset dataset, long rows) {
    if (dataset != null && dataset.getDimensionsAsLong().length == 0) {
      throw wrong("dataset " + dataset.getName() + " is a single number: it must have rows");
    }
    if (dataset != null && dataset.getDimensionsAsLong()[0] != rows) {
      throw wrong(
          "dataset "
              + dataset.getName()
              + " has "
              + dataset.getDimensionsAsLong()[0]
              + " rows and there are "
              + rows
              + " states: the numbers must be equal");
    }
  }

  private DataException wrong(String what) {
    return wrong(what, null);
  }

  private DataException wrong(String what, Throwable cause) {
    return new DataException("recording " + path + ": " + what, cause);
  }

  /** The episodes of rows, as the file names them; null if there is no dataset. */
  private Object[] names(Dataset dataset, long from, int count) {
    if (dataset == null) {
      return null;
    }
    int dimensions = dataset.getDimensions().length;
    long[] offset = new long[dimensions];
    int[] size = new int[dimensions];
    Arrays.fill(size, 1);
    offset[0] = from;
    size[0] = count;
    Object data = dataset.getData(offset, size);
    Object[] out = new Object[count];
    for (int i = 0; i < count; i++) {
      Object one = Array.get(data, i);
      while (one.getClass().isArray()) {
        one = Array.get(one, 0);
      }
      out[i] = one;
    }
    return out;
  }

  /** Rows of a dataset as floats; null if there is no dataset. */
  private float[] block(Dataset dataset, long from, int count, int columns) {
    if (dataset == null) {
      return null;
    }
    int dimensions = dataset.getDimensions().length;
    long[] offset = new long[dimensions];
    int[] size = new int[dimensions];
    Arrays.fill(size, 1);
    offset[0] = from;
    size[0] = count;
    if (columns > 1 || dimensions > 1) {
      size[1] = columns;
    }
    float[] out = new float[count * columns];
    if (flatten(dataset.getName(), dataset.getData(offset, size), out, 0) != out.length) {
      throw wrong("dataset " + dataset.getName() + " does not have the shape it claims");
    }
    return out;
  }

  private int flatten(String name, Object data, float[] out, int at) {
    if (data instanceof float[] numbers) {
      System.arraycopy(numbers, 0, out, at, numbers.length);
      return at + numbers.length;
    }
    int next = at;
    for (int i = 0; i < Array.getLength(data); i++) {
      Object v = Array.get(data, i);
      if (v.getClass().isArray()) {
        next = flatten(name, v, out, next);
      } else if (v instanceof Number number) {
        out[next++] = number.floatValue();
      } else if (v instanceof Boolean yes) {
        out[next++] = yes ? 1 : 0;
      } else if (v.equals("TRUE") || v.equals("FALSE")) {
        // h5py writes booleans as enumerations.
        out[next++] = v.equals("TRUE") ? 1 : 0;
      } else {
        throw wrong("dataset " + name + " contains " + v + ": it must contain numbers");
      }
    }
    return next;
  }
}
