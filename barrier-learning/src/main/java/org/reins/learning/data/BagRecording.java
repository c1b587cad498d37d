package org.reins.learning.data;

import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reins.sim.TransitionFile;

/**
 * Reads rosbag2 by a {@link BagMapping}. A row is taken every dt, and states between two messages
 * are interpolated. The action and label of a row are those known when the next state message
 * arrives: they may be newer than the row by up to one interval between states. A gap in the states
 * starts a new episode. Times are recording times.
 */
final class BagRecording {
  private static final double NANO = 1e-9;
  // So that neither differences of times nor a time plus a period can overflow.
  private static final long LAST_TIME = 1L << 62;
  // Joint states come at up to some kHz. Over 10 kHz, the times are not in ns.
  private static final double SHORTEST_INTERVAL = 1e5;
  private static final long ENOUGH = 4;
  private static final int SHOWN = 12;

  private final Path path;
  private final DataOptions options;
  private final BagMapping map;
  private final MarginExpression expression;
  private final int n;
  private final RowSink sink;
  private final float[] action;
  private boolean hasAction;
  private float margin = Float.NaN;
  private final BagContents contents = new BagContents();
  private List<String> otherJoints = List.of();
  private long others;
  private long repeated;
  private long restarts;
  private long messages;
  private long intervals;
  private double spanned;
  private int episode = -1;
  private long rowTime;
  private long period;
  private Path file;
  private Path fileBefore;
  private boolean firstInFile;
  private State before;
  private Row pending;

  private record State(long time, float[] x) {}

  private record Row(float[] x, float[] u, float h, int episode) {}

  private BagRecording(Path path, DataOptions options) {
    this.path = path;
    this.options = options;
    map = BagMapping.read(options.mapping());
    n = map.joints().size();
    List<String> names = new ArrayList<>(map.joints());
    map.joints().forEach(j -> names.add(j + "_vel"));
    String text = options.margin().isEmpty() ? map.marginExpression() : options.margin();
    expression = text.isEmpty() ? null : new MarginExpression(text, names);
    sink = new RowSink(path, options, 2 * n, n, 0);
    action = new float[n];
    period = Math.round(map.dt() / NANO);
  }

  static DataFile.Contents read(Path path, DataOptions options) {
    BagFolder.Listing bag =
        Files.isDirectory(path)
            ? BagFolder.of(path)
            : new BagFolder.Listing(List.of(path), List.of());
    BagRecording recording = new BagRecording(path, options);
    recording.sink.notes().addAll(bag.notes());
    for (Path file : bag.files()) {
      DataFile.requireRegular(file);
      recording.startFile(file);
      if (FileKind.of(file) == FileKind.MCAP) {
        McapBag.read(file, recording::take);
      } else {
        SqliteBag.read(file, recording::take);
      }
    }
    return recording.finish();
  }

  private void startFile(Path started) {
    fileBefore = file;
    file = started;
    firstInFile = true;
  }

  /** Requires that the states come at a rate that a robot can have, which tells ns from ms. */
  private void requireNanoseconds() {
    double interval = spanned / intervals;
    if (intervals >= ENOUGH && interval <= SHORTEST_INTERVAL) {
      throw new DataException(
          "bag "
              + path
              + ": messages on "
              + map.stateTopic()
              + " come every "
              + (float) interval
              + " ns: allowed is over "
              + (long) SHORTEST_INTERVAL
              + "; are their recording times in "
              + StampUnit.ofPeriod(interval)
              + "? they must be in ns");
    }
  }

  private DataFile.Contents finish() {
    requireNanoseconds();
    if (sink.seen() == 0) {
      throw new DataException(
          "bag "
              + path
              + ": of its "
              + messages
              + " messages, none yields a row: two states on "
              + map.stateTopic()
              + " and an action on "
              + map.actionTopic()
              + (expression == null ? ", with h on " + map.marginTopic() : "")
              + (others > 0 ? ", of joints such as " + map.joints().get(0) : "")
              + " are needed; "
              + contents.sentence(SHOWN)
              + (others > 0 ? "; joints there: " + otherJoints : ""));
    }
    note(others, "messages of other joints were left out");
    note(repeated, "states were left out, because their stamps do not increase");
    note(restarts, "episodes begin where the time starts again");
    DataOptions.Sign sign =
        options.sign() == DataOptions.Sign.FROM_FILE
            ? DataOptions.Sign.POSITIVE_IS_SAFE
            : options.sign();
    String robot = options.subject().isEmpty() ? map.robot() : options.subject();
    return new DataFile.Contents(
        new TransitionFile(sink.finish(sign), map.dt(), robot, map.joints(), 0),
        messages,
        sink.notes());
  }

  private void note(long count, String what) {
    if (count > 0) {
      sink.notes().add(count + " " + what);
    }
  }

  private void take(BagMessage message) {
    messages++;
    contents.take(message);
    try {
      if (message.topic().equals(map.stateTopic())) {
        requireType(message, "sensor_msgs/msg/JointState");
        BagJointState s = BagJointState.of(message.cdr(path));
        if (isOurs(s)) {
          state(new State(message.time(), state(message, s)));
        }
      } else if (message.topic().equals(map.actionTopic())) {
        action(message);
      } else if (message.topic().equals(map.marginTopic())) {
        margin(message);
      }
    } catch (BufferUnderflowException e) {
      throw new DataException(at(message.topic()) + " is truncated", e);
    }
  }

  private String at(String topic) {
    return "bag " + path + ": message " + messages + " on " + topic;
  }

  private void requireType(BagMessage message, String wanted) {
    if (!message.type().equals(wanted)) {
      throw new DataException(
          "bag "
              + path
              + ": topic "
              + message.topic()
              + " has the type "
              + message.type()
              + ": it must be "
              + wanted);
    }
  }

  /** Whether a message has joints of the mapping: others may speak on the same topic. */
  private boolean isOurs(BagJointState s) {
    if (s.names().stream().anyMatch(map.joints()::contains)) {
      return true;
    }
    others++;
    otherJoints = otherJoints.isEmpty() ? s.names().stream().limit(SHOWN).toList() : otherJoints;
    return false;
  }

  private float[] state(BagMessage message, BagJointState s) {
    float[] x = new float[2 * n];
    for (int i = 0; i < n; i++) {
      int at = index(s.names(), map.joints().get(i), message);
      x[i] = (float) value(s.position(), at, "position", message);
      x[n + i] = (float) value(s.velocity(), at, "velocity", message);
    }
    return x;
  }

  private int index(List<String> names, String joint, BagMessage message) {
    int at = names.indexOf(joint);
    if (at < 0) {
      throw new DataException(
          at(message.topic()) + " has the joints " + names + ": " + joint + " is missing");
    }
    return at;
  }

  private double value(double[] values, int at, String field, BagMessage message) {
    if (at >= values.length) {
      throw new DataException(
          at(message.topic())
              + " has "
              + values.length
              + " numbers of "
              + field
              + ": each joint needs one");
    }
    return values[at];
  }

  private void action(BagMessage message) {
    if (message.type().equals("sensor_msgs/msg/JointState")) {
      BagJointState s = BagJointState.of(message.cdr(path));
      if (!isOurs(s)) {
        return;
      }
      double[] field =
          switch (map.actionField()) {
            case "position" -> s.position();
            case "velocity" -> s.velocity();
            default -> s.effort();
          };
      for (int i = 0; i < n; i++) {
        int at = index(s.names(), map.joints().get(i), message);
        action[i] = (float) value(field, at, map.actionField(), message);
      }
    } else {
      requireType(message, "std_msgs/msg/Float64MultiArray");
      Cdr in = new Cdr(message.cdr(path));
      int dimensions = in.count(12);
      for (int d = 0; d < dimensions; d++) {
        in.string();
        in.int32();
        in.int32();
      }
      in.int32();
      double[] values = in.float64s();
      List<String> order = map.actionJoints().isEmpty() ? map.joints() : map.actionJoints();
      for (int i = 0; i < n; i++) {
        int at = index(order, map.joints().get(i), message);
        action[i] = (float) value(values, at, "data", message);
      }
    }
    hasAction = true;
  }

  private void margin(BagMessage message) {
    Cdr in = new Cdr(message.cdr(path));
    margin =
        switch (message.type()) {
          case "std_msgs/msg/Float64" -> (float) in.float64();
          case "std_msgs/msg/Float32" -> (float) in.float32();
          case "std_msgs/msg/Bool" -> in.uint8() == 0 ? -1 : 1;
          default ->
              throw new DataException(
                  "bag "
                      + path
                      + ": topic "
                      + message.topic()
                      + " has the type "
                      + message.type()
                      + ": h must be a Float64, Float32 or Bool of std_msgs");
        };
  }

  /** Takes all rows between the last state and this one. */
  private void state(State now) {
    if (now.time < 0 || now.time > LAST_TIME) {
      throw new DataException(
          at(map.stateTopic()) + " is stamped " + now.time + " ns: allowed is 0 to " + LAST_TIME);
    }
    if (before != null && now.time <= before.time && !firstInFile) {
      if ((before.time - now.time) * NANO <= map.gap()) {
        repeated++;
        return;
      }
      restarts++;
      before = null;
    }
    if (before != null && now.time <= before.time) {
      throw new DataException(
          at(map.stateTopic())
              + " is stamped "
              + now.time
              + " ns after "
              + before.time
              + " ns: stamps must increase"
              + (firstInFile && fileBefore != null
                  ? "; "
                      + file.getFileName()
                      + " starts before "
                      + fileBefore.getFileName()
                      + " ends: give one file, or move one away"
                  : ""));
    }
    firstInFile = false;
    if (before == null || (now.time - before.time) * NANO > map.gap()) {
      episode++;
      pending = null;
      rowTime = now.time;
      before = now;
    } else {
      intervals++;
      spanned += now.time - before.time;
    }
    while (rowTime <= now.time) {
      double share =
          now.time == before.time ? 1 : (double) (rowTime - before.time) / (now.time - before.time);
      float[] x = new float[2 * n];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) (before.x[i] + share * (now.x[i] - before.x[i]));
      }
      row(x);
      rowTime += period;
    }
    before = now;
  }

  private void row(float[] x) {
    if (pending != null) {
      sink.add(pending.x, pending.u, x, pending.h, Float.NaN, 0, pending.episode);
    }
    float h = expression == null ? margin : expression.of(x);
    boolean complete = hasAction && (expression != null || !Float.isNaN(margin));
    pending = complete ? new Row(x, Arrays.copyOf(action, n), h, episode) : null;
  }
}
