package org.reins.learning.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reins.learning.lerobot.DatasetInfo;
import org.reins.learning.lerobot.Feature;
import org.reins.learning.parquet.Column;
import org.reins.learning.parquet.ParquetTable;
import org.reins.learning.parquet.Rows;

/**
 * The frames of one Parquet file of a LeRobot data set, one after another. After {@link #advance},
 * the accessors have that frame's numbers; arrays are reused. Not thread-safe.
 */
final class LeRobotFrames implements AutoCloseable {
  private static final int SHOWN = 20;

  /** Names of the columns that are read; empty for none. */
  record Names(String state, String velocity, String action, String margin) {}

  private final Path path;
  private final ParquetTable table;
  private final DatasetInfo info;
  private final List<Column> chosen = new ArrayList<>();
  private final Numbers state;
  private final Numbers velocity;
  private final Numbers action;
  private final Numbers next;
  private final One margin;
  private final One reward;
  private final One time;
  private final One done;
  private final One success;
  private final One episode;
  private final One frame;
  private long left;
  private List<Rows> rows = List.of();

  /** A column with a list of numbers. */
  private final class Numbers {
    private final int at;
    private final int size;
    private float[] values;

    Numbers(Column column) {
      at = chosen.size();
      chosen.add(column);
      Feature feature = info.features().get(column.name());
      size = feature == null ? -1 : feature.size();
    }

    void take() {
      if (values == null) {
        values = rows.get(at).next();
        if (size >= 0 && values.length != size) {
          throw new DataException(
              "file "
                  + path
                  + ": column "
                  + chosen.get(at).name()
                  + " has "
                  + values.length
                  + " numbers in its first row, and info.json says "
                  + size
                  + ": correct its shape there");
        }
      } else {
        rows.get(at).next(values);
      }
    }
  }

  /** A column with one number, which may be absent, or null in all rows. */
  private final class One {
    private final int at;
    private final boolean isWhole;
    private final boolean mayBeNull;
    private boolean isFirst = true;
    private boolean isNull;
    private double value;
    private long whole;

    One(Optional<Column> column, boolean mayBeNull) {
      this.mayBeNull = mayBeNull;
      at = column.isEmpty() ? -1 : chosen.size();
      isWhole =
          column.isPresent()
              && (column.get().kind() == Column.Kind.LONG
                  || column.get().kind() == Column.Kind.INT);
      column.ifPresent(chosen::add);
    }

    boolean isThere() {
      return at >= 0 && !isNull;
    }

    void take() {
      if (at >= 0 && mayBeNull && (isFirst || isNull)) {
        value = rows.get(at).nextNumberOrNaN();
        if (isNull && !Double.isNaN(value)) {
          throw new DataException(
              "file "
                  + path
                  + ": column "
                  + chosen.get(at).name()
                  + " is null at first and has numbers later: it must have them in all rows or in"
                  + " none");
        }
        isNull = Double.isNaN(value);
        isFirst = false;
      } else if (at >= 0 && isWhole) {
        whole = rows.get(at).nextLong();
        value = whole;
      } else if (at >= 0) {
        value = rows.get(at).nextNumber();
      }
    }
  }

  LeRobotFrames(Path path, DatasetInfo info, Names names) {
    this.path = path;
    this.info = info;
    table = ParquetTable.open(path);
    boolean opened = false;
    try {
      state = new Numbers(required(names.state));
      velocity =
          names.velocity.isEmpty()
              ? null
              : names.velocity.equals(names.state) ? state : new Numbers(required(names.velocity));
      action =
          names.action.equals(names.state)
              ? state
              : names.action.equals(names.velocity)
                  ? velocity
                  : new Numbers(required(names.action));
      next = column("next.observation.state").map(Numbers::new).orElse(null);
      reward = new One(column("next.reward"), true);
      time = new One(column("timestamp"), true);
      done = new One(column("next.done"), true);
      success = new One(column("next.success"), true);
      // A column that is read for something else has h as well.
      margin =
          switch (names.margin) {
            case "" -> new One(Optional.empty(), false);
            case "next.reward" -> reward;
            case "timestamp" -> time;
            case "next.done" -> done;
            case "next.success" -> success;
            default -> new One(column(names.margin), false);
          };
      episode = new One(whole("episode_index"), false);
      frame = new One(whole("frame_index"), false);
      table.choose(chosen);
      opened = true;
    } finally {
      if (!opened) {
        table.close();
      }
    }
  }

  private Column required(String name) {
    Column found =
        table
            .column(name)
            .orElseThrow(
                () ->
                    new DataException(
                        "file "
                            + path
                            + " is Parquet without the column "
                            + name
                            + ", so it is no LeRobot data: it has "
                            + shown()
                            + "; a mapping can name other columns"));
    if (!found.kind().isNumber()) {
      throw new DataException(
          "file "
              + path
              + ": column "
              + name
              + (found.kind() == Column.Kind.OTHER
                  ? " is a structure, a decimal, a nested list or another type that is not read"
                  : " is a " + found.type())
              + ": numbers or lists of numbers are needed");
    }
    return found;
  }

  private String shown() {
    List<String> names = table.columns().stream().map(Column::name).toList();
    return names.size() <= SHOWN
        ? names.toString()
        : names.subList(0, SHOWN) + " and " + (names.size() - SHOWN) + " more";
  }

  private Optional<Column> column(String name) {
    return table.column(name).filter(c -> c.kind().isNumber());
  }

  private Optional<Column> whole(String name) {
    Optional<Column> found = table.column(name);
    found
        .filter(c -> c.kind() != Column.Kind.LONG && c.kind() != Column.Kind.INT)
        .ifPresent(
            c -> {
              throw new DataException(
                  "file "
                      + path
                      + ": column "
                      + name
                      + " is a "
                      + c.type()
                      + ": whole numbers are needed, which no floating-point number rounds; write"
                      + " them as int64");
            });
    return found;
  }

  /** Takes the next frame; false after the last. */
  boolean advance() {
    while (left == 0) {
      left = table.groupRows();
      if (left < 0) {
        return false;
      }
      rows = table.next();
    }
    left--;
    state.take();
    if (velocity != null && velocity != state) {
      velocity.take();
    }
    if (action != state && action != velocity) {
      action.take();
    }
    if (next != null) {
      next.take();
    }
    if (margin != reward && margin != time && margin != done && margin != success) {
      margin.take();
    }
    reward.take();
    time.take();
    done.take();
    success.take();
    episode.take();
    frame.take();
    return true;
  }

  /** Number of frames, as the file claims. */
  long count() {
    return table.rows();
  }

  float[] state() {
    return state.values;
  }

  float[] velocity() {
    return velocity.values;
  }

  float[] action() {
    return action.values;
  }

  /** The next state; null if it is the state of the next frame. */
  float[] next() {
    return next == null ? null : next.values;
  }

  boolean hasMargin() {
    return margin.isThere();
  }

  /** h; a truth value is 1 where it is true, and −1 elsewhere. */
  float margin() {
    boolean isTruth = chosen.get(margin.at).kind() == Column.Kind.BOOL;
    return (float) (isTruth ? 2 * margin.value - 1 : margin.value);
  }

  float reward() {
    return reward.isThere() ? (float) reward.value : 0;
  }

  boolean hasTime() {
    return time.isThere();
  }

  /** What the type of the column may change a stamp by, s. */
  double timeRounding() {
    return switch (chosen.get(time.at).kind()) {
      case FLOAT -> Math.ulp((float) time.value);
      case DOUBLE -> Math.ulp(time.value);
      default -> 0;
    };
  }

  double time() {
    return time.value;
  }

  boolean isDone() {
    return done.isThere() && done.value > 0;
  }

  boolean hasSuccess() {
    return success.isThere();
  }

  boolean isSuccess() {
    return success.value > 0;
  }

  boolean hasEpisode() {
    return episode.isThere();
  }

  long episode() {
    return episode.whole;
  }

  boolean hasFrame() {
    return frame.isThere();
  }

  long frame() {
    return frame.whole;
  }

  @Override
  public void close() {
    table.close();
  }
}
