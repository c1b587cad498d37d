package org.reins.learning.data;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.EnumDataType;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The datasets of an HDF5 file, or of one of its groups, whose rows belong together. A group that
 * is one episode may have one state more than it has actions: the last next state.
 */
final class Hdf5Table {
  // The best ratio of deflate. Reading rows that were never stored would take days.
  private static final long MOST_ROWS_A_BYTE = 1_100;
  private static final int SHOWN = 6;
  // Whole numbers below are exact in half precision.
  private static final double EXACT_HALF = 1 << 11;

  private final Path path;
  private final Group group;
  private final String within;
  private final Dataset state;
  private final Dataset action;
  private final Dataset next;
  private final Dataset margin;
  private final Dataset cost;
  private final Dataset reward;
  private final Dataset terminal;
  private final Dataset timeout;
  private final Dataset episode;
  private final long states;
  private final long rows;

  private Hdf5Table(Path path, Group group, boolean oneEpisode) {
    this.path = path;
    this.group = group;
    within = oneEpisode ? "group " + group.getName() + ": " : "";
    state = matrix(Hdf5Nodes.STATE);
    action = matrix(Hdf5Nodes.ACTION);
    states = state.getDimensionsAsLong()[0];
    requireRowsFit(states);
    next = Hdf5Nodes.dataset(group, Hdf5Nodes.NEXT);
    margin = Hdf5Nodes.dataset(group, List.of("h"));
    reward = Hdf5Nodes.dataset(group, Hdf5Nodes.REWARD);
    Dataset costs = Hdf5Nodes.dataset(group, Hdf5Nodes.COST);
    cost = costs == null && oneEpisode ? inInfos() : costs;
    terminal = oneEpisode ? null : Hdf5Nodes.dataset(group, Hdf5Nodes.TERMINAL);
    timeout = oneEpisode ? null : Hdf5Nodes.dataset(group, Hdf5Nodes.TIMEOUT);
    episode = oneEpisode ? null : numbered();
    boolean oneMore =
        (oneEpisode || isOneEpisode()) && action.getDimensionsAsLong()[0] == states - 1;
    rows = oneMore ? states - 1 : states;
    requireColumn(margin, cost, reward, terminal, timeout, episode);
    for (Dataset d : new Dataset[] {action, next, reward, terminal, timeout, episode}) {
      requireRows(d, rows);
    }
    requireStates(margin);
    requireStates(cost);
    int n = stateSize();
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
  }

  /** The table at the root of a file, with all episodes. */
  static Hdf5Table ofAll(Path path, Group root) {
    return new Hdf5Table(path, root, false);
  }

  /** The table of a group that is one episode. */
  static Hdf5Table ofEpisode(Path path, Group group) {
    return new Hdf5Table(path, group, true);
  }

  /** Whether a group has states in one dataset. */
  static boolean hasStates(Group group) {
    return Hdf5Nodes.dataset(group, Hdf5Nodes.STATE) != null;
  }

  /** Whether a group has actions. */
  static boolean hasActions(Group group) {
    return Hdf5Nodes.dataset(group, Hdf5Nodes.ACTION) != null;
  }

  /** The dataset that numbers the episodes; under another name only if it has all rows. */
  private Dataset numbered() {
    Dataset found = Hdf5Nodes.dataset(group, List.of("episode"));
    if (found != null) {
      return found;
    }
    for (String name : Hdf5Nodes.EPISODE) {
      if (Hdf5Nodes.at(group, name) instanceof Dataset d
          && d.getDimensions().length > 0
          && d.getDimensionsAsLong()[0] == states) {
        return d;
      }
    }
    return null;
  }

  Dataset state() {
    return state;
  }

  Dataset action() {
    return action;
  }

  /** The next states; null if they are the states of the next rows. */
  Dataset next() {
    return next;
  }

  Dataset margin() {
    return margin;
  }

  Dataset cost() {
    return cost;
  }

  Dataset reward() {
    return reward;
  }

  Dataset terminal() {
    return terminal;
  }

  Dataset timeout() {
    return timeout;
  }

  Dataset episode() {
    return episode;
  }

  /** Number of rows with an action. */
  long rows() {
    return rows;
  }

  /** Number of states: that of the rows, or one more. */
  long states() {
    return states;
  }

  int stateSize() {
    return state.getDimensions()[1];
  }

  int actionSize() {
    return action.getDimensions()[1];
  }

  /** Whether h is true or false. */
  boolean isMarginTruth() {
    return margin != null
        && (margin.getDataType() instanceof EnumDataType || margin.getJavaType() == boolean.class);
  }

  /**
   * Whether the file tells its episodes apart. Terminals alone do not: an episode may end because
   * its time is over.
   */
  boolean saysWhereEpisodesEnd() {
    return episode != null || next != null || timeout != null;
  }

  /** Whether nothing says where an episode ends. */
  boolean isOneEpisode() {
    return terminal == null && timeout == null && episode == null && next == null;
  }

  /** Gymnasium's info of each step may have the cost. */
  private Dataset inInfos() {
    return Hdf5Nodes.at(group, "infos") instanceof Group infos
        ? Hdf5Nodes.dataset(infos, List.of("cost"))
        : null;
  }

  private Dataset matrix(List<String> names) {
    Dataset found = Hdf5Nodes.dataset(group, names);
    if (found == null) {
      Hdf5Nodes.requireHere(path, group);
      throw wrong("dataset " + names.get(0) + " or " + names.get(1) + " is missing");
    }
    if (found.getDataType() instanceof CompoundDataType table) {
      throw wrong(
          "dataset "
              + found.getName()
              + " has named fields, "
              + table.getMembers().stream()
                  .map(CompoundDataType.CompoundDataMember::getName)
                  .limit(SHOWN)
                  .collect(Collectors.joining(", "))
              + ": it must be rows of numbers; write the fields side by side");
    }
    if (found.getDimensions().length != 2 || found.getDimensions()[1] < 1) {
      throw wrong(
          "dataset "
              + found.getName()
              + " has the shape "
              + Arrays.toString(found.getDimensions())
              + ": it must be rows of numbers"
              + (found.getDimensions().length == 1
                  ? ", of shape [" + found.getDimensions()[0] + ", 1] for one number a row"
                  : ""));
    }
    return found;
  }

  /** Requires one number in each row. */
  private void requireColumn(Dataset... datasets) {
    for (Dataset d : datasets) {
      int[] shape = d == null ? new int[0] : d.getDimensions();
      for (int i = 1; i < shape.length; i++) {
        if (shape[i] != 1) {
          throw wrong(
              "dataset "
                  + d.getName()
                  + " has the shape "
                  + Arrays.toString(shape)
                  + ": it must have one number in each row");
        }
      }
    }
  }

  private void requireRowsFit(long claimed) {
    long bytes = path.toFile().length();
    if (claimed < 0 || claimed / MOST_ROWS_A_BYTE > bytes) {
      throw wrong("it claims " + claimed + " rows, which do not fit in its " + bytes + " bytes");
    }
  }

  /** Requires one number for each row, or for each state. */
  private void requireStates(Dataset dataset) {
    boolean each =
        dataset != null
            && dataset.getDimensionsAsLong().length > 0
            && dataset.getDimensionsAsLong()[0] == states;
    requireRows(dataset, each ? states : rows);
  }

  private void requireRows(Dataset dataset, long needed) {
    if (dataset != null && dataset.getDimensionsAsLong().length == 0) {
      throw wrong("dataset " + dataset.getName() + " is a single number: it must have rows");
    }
    if (dataset != null && dataset.getDimensionsAsLong()[0] != needed) {
      throw wrong(
          "dataset "
              + dataset.getName()
              + " has "
              + dataset.getDimensionsAsLong()[0]
              + " rows and there are "
              + states
              + " states: the numbers must be equal"
              + (within.isEmpty() ? "" : ", or one more state than actions")
              + (dataset == action && action.getDimensionsAsLong()[1] == stateSize()
                  ? "; they seem to be transposed, as MATLAB writes them: write rows of numbers"
                  : ""));
    }
  }

  private DataException wrong(String what) {
    return new DataException("recording " + path + ": " + within + what);
  }

  /** Rows of a dataset as floats; null if there is no dataset. */
  float[] block(Dataset dataset, long from, int count, int columns) {
    if (dataset == null) {
      return null;
    }
    float[] out = new float[count * columns];
    if (flatten(dataset.getName(), data(dataset, from, count, columns), out, 0) != out.length) {
      throw wrong("dataset " + dataset.getName() + " does not have the shape it claims");
    }
    return out;
  }

  /** The episodes of rows, as the file names them; null if there is no dataset. */
  Object[] names(long from, int count) {
    if (episode == null) {
      return null;
    }
    Object data = data(episode, from, count, 1);
    Object[] out = new Object[count];
    for (int i = 0; i < count; i++) {
      Object one = Array.get(data, i);
      while (one.getClass().isArray()) {
        one = Array.get(one, 0);
      }
      if (one instanceof Float f && episode.getDataType().getSize() == 2 && f >= EXACT_HALF) {
        throw wrong(
            "episode in row "
                + (from + i)
                + " is "
                + f
                + " in half precision, which neighbours share: write episodes as int64");
      }
      out[i] = one;
    }
    return out;
  }

  private static Object data(Dataset dataset, long from, int count, int columns) {
    int dimensions = dataset.getDimensions().length;
    long[] offset = new long[dimensions];
    int[] size = new int[dimensions];
    Arrays.fill(size, 1);
    offset[0] = from;
    size[0] = count;
    if (columns > 1 || dimensions > 1) {
      size[1] = columns;
    }
    return dataset.getData(offset, size);
  }

  private int flatten(String name, Object data, float[] out, int at) {
    if (data instanceof float[] numbers) {
      System.arraycopy(numbers, 0, out, at, numbers.length);
      return at + numbers.length;
    }
    int filled = at;
    for (int i = 0; i < Array.getLength(data); i++) {
      Object v = Array.get(data, i);
      if (v.getClass().isArray()) {
        filled = flatten(name, v, out, filled);
      } else if (v instanceof Number number) {
        out[filled++] = number.floatValue();
      } else if (v instanceof Boolean yes) {
        out[filled++] = yes ? 1 : 0;
      } else if (v.equals("TRUE") || v.equals("FALSE")) {
        // h5py writes booleans as enumerations.
        out[filled++] = v.equals("TRUE") ? 1 : 0;
      } else {
        throw wrong("dataset " + name + " contains " + v + ": it must contain numbers");
      }
    }
    return filled;
  }
}
