package org.reins.node.story;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.reins.filter.Explanation;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadWord;
import org.reins.node.replay.RowBook;

/**
 * Reads the cycles of a recording as events: stretches in which the filter did the same for the
 * same reason, resets, and changes of what is allowed. Keeps only totals in memory.
 */
final class StoryReader {
  /** Text of the event of a reset. */
  static final String RESET = "reset";

  // An intervention that rests for less than this goes on, s.
  private static final double PAUSE = 0.2;
  private static final double GAP = 0.5;
  private static final int ROWS_NAMED = 4;

  private final double shortest;
  private final Consumer<StoryEvent> events;
  private final RowBook rows;
  private final int speedRows;
  private final int accelerationRows;
  private final int left;
  private final ActingRows acting;
  private final double[] seconds = new double[FilterAction.values().length];
  private Episode open;
  private long first;
  private long last;
  private long number = -1;
  private long cycles;
  private long lost;
  private long stepNanos;
  private long told;
  private Settings settings;

  /** A stretch in which the filter did the same for the same reason. */
  private static final class Episode {
    final FilterAction action;
    final FilterReason reason;
    final double from;
    final Map<Integer, double[]> rows = new TreeMap<>();
    double to;

    Episode(FilterAction action, FilterReason reason, double from) {
      this.action = action;
      this.reason = reason;
      this.from = from;
      to = from;
    }
  }

  /**
   * Prepares.
   *
   * @param names name, words and unit of each constraint row, by its number
   * @param layout of the cycles
   * @param shortest actions shorter than this are left out, s
   * @param events takes each event, in the order of their ends
   */
  StoryReader(
      Map<String, String> names, CycleLayout layout, double shortest, Consumer<StoryEvent> events) {
    this.shortest = shortest;
    this.events = events;
    rows = new RowBook(names);
    acting = new ActingRows(rows);
    speedRows = layout.word("speed_rows");
    accelerationRows = layout.word("acceleration_rows");
    left = layout.number("left");
  }

  /** Takes the next cycle. */
  void take(CycleSlot s) {
    long wall = s.word(HeadWord.WALL);
    if (first == 0) {
      first = wall;
      last = wall;
    }
    if (number >= 0 && s.word(HeadWord.NUMBER) > number + 1) {
      lost += s.word(HeadWord.NUMBER) - number - 1;
    }
    number = s.word(HeadWord.NUMBER);
    double time = 1e-9 * (wall - first);
    if (s.word(HeadWord.KIND) != HeadWord.CYCLE) {
      close();
      tell(StoryEvent.note(time, "the loop begins"));
      last = wall;
      return;
    }
    double dt = Math.max(0, Math.min(GAP, 1e-9 * (wall - last)));
    last = wall;
    cycles++;
    stepNanos = Math.max(stepNanos, s.word(HeadWord.STEP_NANOS));
    settings(s, time);
    FilterAction action = FilterAction.of((int) s.word(HeadWord.ACTION));
    FilterReason reason = FilterReason.of((int) s.word(HeadWord.REASON));
    if (action == null || reason == null) {
      return;
    }
    seconds[action.ordinal()] += dt;
    if (s.word(HeadWord.RESET) == 1) {
      close();
      tell(StoryEvent.note(time, RESET));
    }
    follow(s, action, reason, time, dt);
  }

  private void follow(
      CycleSlot s, FilterAction action, FilterReason reason, double time, double dt) {
    boolean same = open != null && open.action == action && open.reason == reason;
    boolean rests = action == FilterAction.PASS && open != null && time - open.to < PAUSE;
    if (!same && !rests) {
      close();
      open = action == FilterAction.PASS ? null : new Episode(action, reason, time - dt);
    }
    if (open == null || rests) {
      return;
    }
    open.to = time;
    for (long bits = s.word(HeadWord.ACTIVE_ROWS); bits != 0; bits &= bits - 1) {
      int k = Long.numberOfTrailingZeros(bits);
      boolean speed = speedRows >= 0 && (s.word(speedRows) >> k & 1) != 0;
      boolean acceleration = accelerationRows >= 0 && (s.word(accelerationRows) >> k & 1) != 0;
      double[] row = open.rows.computeIfAbsent(k, i -> new double[] {0, Double.POSITIVE_INFINITY});
      row[0] += dt;
      if (left >= 0) {
        row[1] = Math.min(row[1], s.number(left + k));
      }
      acting.add(k, speed, acceleration, dt);
    }
  }

  /** Tells when somebody changed what is allowed, by as much as the words show. */
  private void settings(CycleSlot s, double time) {
    Settings now = Settings.of(s);
    if (now.equals(settings)) {
      return;
    }
    String before = settings == null ? "" : settings.words();
    settings = now;
    String words = now.words();
    if (!words.equals(before)) {
      tell(StoryEvent.note(time, (before.isEmpty() ? "settings: " : "settings changed: ") + words));
    }
  }

  /** Ends the event that is going on, as after the last cycle. */
  void close() {
    Episode e = open;
    open = null;
    if (e == null || e.to - e.from < shortest) {
      return;
    }
    String why =
        e.reason == FilterReason.NONE || e.reason == FilterReason.CONSTRAINT ? "" : ", " + e.reason;
    StringBuilder text =
        new StringBuilder(Explanation.action(e.action) + why.toLowerCase(Locale.ROOT));
    String[] separator = {": "};
    e.rows.entrySet().stream()
        .sorted(Comparator.comparingDouble(r -> -r.getValue()[0]))
        .limit(ROWS_NAMED)
        .forEach(
            r -> {
              text.append(separator[0]).append(rows.row(r.getKey()));
              text.append(String.format(Locale.ROOT, " for %.3f s", r.getValue()[0]));
              if (Double.isFinite(r.getValue()[1])) {
                text.append(String.format(Locale.ROOT, " (least %.2g)", r.getValue()[1]));
              }
              separator[0] = "; ";
            });
    tell(new StoryEvent(e.from, e.to, e.action, e.reason, text.toString(), Remedies.of(e.reason)));
  }

  private void tell(StoryEvent e) {
    told++;
    events.accept(e);
  }

  /** When the first cycle was, ns since 1970; 0 before it. */
  long began() {
    return first;
  }

  /** Seconds that the cycles span; a gap counts as half a second at most. */
  double seconds() {
    double all = 0;
    for (double s : seconds) {
      all += s;
    }
    return all;
  }

  /** Seconds in which the filter did this. */
  double seconds(FilterAction action) {
    return seconds[action.ordinal()];
  }

  /** Number of cycles. */
  long cycles() {
    return cycles;
  }

  /** Cycles that the recorder lost. */
  long lost() {
    return lost;
  }

  /** The longest step of the filter, ns. */
  long longestStep() {
    return stepNanos;
  }

  /** Number of events. */
  long events() {
    return told;
  }

  /** The rows that acted, the longest first. */
  List<ActingRows.Row> acting() {
    return acting.longestFirst();
  }
}
