package org.reins.launch.learn;

import java.util.ArrayList;
import java.util.List;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * The contents of a recording.
 *
 * @param unsafe share of states with h &lt; 0
 * @param unsafeEpisodes episodes with such a state
 * @param columns of states, actions, h and reward
 */
record RecordingSummary(
    int transitions, int episodes, double unsafe, int unsafeEpisodes, List<Column> columns) {
  /** One number of each row. */
  record Column(String name, double smallest, double mean, double deviation, double largest) {}

  static RecordingSummary of(TransitionFile file) {
    Transitions t = file.transitions();
    int episodes = 0;
    int unsafeEpisodes = 0;
    int unsafe = 0;
    boolean counted = false;
    for (int r = 0; r < t.count(); r++) {
      if (r == 0 || t.episode()[r] != t.episode()[r - 1]) {
        episodes++;
        counted = false;
      }
      if (t.h()[r] < 0) {
        unsafe++;
        unsafeEpisodes += counted ? 0 : 1;
        counted = true;
      }
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < t.stateSize(); i++) {
      columns.add(column(stateName(file, i), t.state(), t.stateSize(), i, t.count()));
    }
    for (int i = 0; i < t.actionSize(); i++) {
      columns.add(column("action " + i, t.action(), t.actionSize(), i, t.count()));
    }
    columns.add(column("h", t.h(), 1, 0, t.count()));
    columns.add(column("reward", t.reward(), 1, 0, t.count()));
    return new RecordingSummary(
        t.count(), episodes, (double) unsafe / t.count(), unsafeEpisodes, columns);
  }

  /** A robot's names are those of its joints: positions first, then velocities. */
  private static String stateName(TransitionFile file, int i) {
    int named = file.joints().size();
    if (i < named) {
      return file.joints().get(i);
    }
    return i < 2 * named ? file.joints().get(i - named) + " velocity" : "state " + i;
  }

  private static Column column(String name, float[] rows, int width, int at, int count) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double mean = 0;
    double square = 0;
    for (int r = 0; r < count; r++) {
      double v = rows[r * width + at];
      low = Math.min(low, v);
      high = Math.max(high, v);
      double d = v - mean;
      mean += d / (r + 1);
      square += d * (v - mean);
    }
    return new Column(name, low, mean, Math.sqrt(square / count), high);
  }
}
