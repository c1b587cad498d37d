package org.reins.launch.inspect;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadNumber;
import org.reins.node.record.HeadWord;
import org.reins.node.replay.Recording;
import org.reins.node.replay.RowBook;
import org.reins.robot.OneLine;

/** Explains a recording in words: what slowed or stopped the robot, and what lets it go on. */
final class RecordingStory {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  // An intervention that rests for less than this goes on, s.
  private static final double PAUSE = 0.2;
  private static final double GAP = 0.5;

  private final Recording recording;
  private final double shortest;
  private final PrintStream out;
  private final RowBook rows;
  private final int speedRows;
  private final int accelerationRows;
  private final int left;
  private final Map<String, Double> total = new TreeMap<>();
  private final Map<String, String> eased = new TreeMap<>();
  private final double[] seconds = new double[FilterAction.values().length];
  private Episode open;
  private long first;
  private long last;
  private long number = -1;
  private long cycles;
  private long lost;
  private long stepNanos;
  private int shown;
  private String setting = "";

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

  private RecordingStory(Recording recording, double shortest, PrintStream out) {
    this.recording = recording;
    this.shortest = shortest;
    this.out = out;
    rows = new RowBook(recording.rows());
    speedRows = recording.layout().word("speed_rows");
    accelerationRows = recording.layout().word("acceleration_rows");
    left = recording.layout().number("left");
  }

  /**
   * Explains it.
   *
   * @param shortest events shorter than this are left out, s
   */
  static int tell(Path file, double shortest, PrintStream out) {
    Recording recording = Recording.open(file);
    RecordingStory story = new RecordingStory(recording, shortest, out);
    out.printf(
        "robot %s, configuration %s, %s%n",
        OneLine.of(recording.values().getOrDefault("robot", "unknown")),
        OneLine.of(recording.values().getOrDefault("configuration", "unknown")),
        OneLine.of(recording.values().getOrDefault("version", "unknown version")));
    List<String> notes = recording.cycles(story::take);
    story.close();
    story.summary(notes);
    return 0;
  }

  private void take(CycleSlot s) {
    long wall = s.word(HeadWord.WALL);
    if (first == 0) {
      first = wall;
      last = wall;
      out.printf("from %s UTC%n", TIME.format(Instant.ofEpochSecond(0, first)));
    }
    if (number >= 0 && s.word(HeadWord.NUMBER) > number + 1) {
      lost += s.word(HeadWord.NUMBER) - number - 1;
    }
    number = s.word(HeadWord.NUMBER);
    double time = 1e-9 * (wall - first);
    if (s.word(HeadWord.KIND) != HeadWord.CYCLE) {
      close();
      line(time, time, "the loop begins");
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
      line(time, time, "reset");
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
      String words = words(k, speed, acceleration);
      total.merge(words, dt, Double::sum);
      eased.putIfAbsent(words, Remedies.of(rows.name(k), rows.row(k), speed, acceleration));
    }
  }

  private String words(int k, boolean speed, boolean acceleration) {
    String joint = rows.name(k).replaceFirst("\\.(upper|lower)$", "");
    return speed
        ? joint + " speed limit"
        : acceleration ? joint + " acceleration limit" : rows.row(k);
  }

  /** Tells when somebody changed what is allowed. */
  private void settings(CycleSlot s, double time) {
    String by =
        s.word(HeadWord.PLANNER) == 0
            ? "base envelope, the planner is silent"
            : s.number(HeadNumber.SPEED) < s.number(HeadNumber.GRANTED_SPEED)
                ? "operator's parameter"
                : "planner";
    String now =
        String.format(
            Locale.ROOT,
            "level %d, speed scale %.2f set by the %s, margin %.0f mm, filter.alpha %.3g, tool at most"
                + " %.2f m/s",
            s.word(HeadWord.LEVEL),
            s.number(HeadNumber.SPEED),
            by,
            1000 * s.number(HeadNumber.MARGIN),
            s.number(HeadNumber.ALPHA),
            s.number(HeadNumber.TOOL_SPEED));
    if (!now.equals(setting)) {
      line(time, time, (setting.isEmpty() ? "settings: " : "settings changed: ") + now);
      setting = now;
    }
  }

  private void close() {
    Episode e = open;
    open = null;
    if (e == null || e.to - e.from < shortest) {
      return;
    }
    String why =
        e.reason == FilterReason.NONE || e.reason == FilterReason.CONSTRAINT ? "" : ", " + e.reason;
    StringBuilder text = new StringBuilder(action(e.action) + why.toLowerCase(Locale.ROOT));
    String[] separator = {": "};
    e.rows.entrySet().stream()
        .sorted(Comparator.comparingDouble(r -> -r.getValue()[0]))
        .limit(4)
        .forEach(
            r -> {
              text.append(separator[0]).append(rows.row(r.getKey()));
              text.append(String.format(Locale.ROOT, " for %.3f s", r.getValue()[0]));
              if (Double.isFinite(r.getValue()[1])) {
                text.append(String.format(Locale.ROOT, " (least %.2g)", r.getValue()[1]));
              }
              separator[0] = "; ";
            });
    line(e.from, e.to, text.toString());
    String remedy = Remedies.of(e.reason);
    if (!remedy.isEmpty()) {
      out.println("      it goes on with: " + remedy);
    }
  }

  private static String action(FilterAction action) {
    return switch (action) {
      case PASS -> "passed unchanged";
      case MODIFIED -> "changed";
      case SLOWDOWN -> "slowed down";
      case FALLBACK -> "braked";
      case STOP -> "stopped until reset";
    };
  }

  private void line(double from, double to, String text) {
    shown++;
    if (to > from) {
      out.printf(Locale.ROOT, "%8.3f to %.3f s: %s%n", from, to, text);
    } else {
      out.printf(Locale.ROOT, "%8.3f s: %s%n", from, text);
    }
  }

  private void summary(List<String> notes) {
    double all = 0;
    for (double s : seconds) {
      all += s;
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "%d cycles, %.1f s, longest step %.3f ms, %d cycles lost by the recorder, %d events%n",
        cycles,
        all,
        1e-6 * stepNanos,
        lost,
        shown);
    for (FilterAction action : FilterAction.values()) {
      double s = seconds[action.ordinal()];
      if (s > 0) {
        out.printf(Locale.ROOT, "%9.3f s %5.1f %%  %s%n", s, 100 * s / all, action(action));
      }
    }
    if (!total.isEmpty()) {
      out.println("seconds in which each row acted, and what eases it:");
      total.entrySet().stream()
          .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
          .forEach(
              e -> {
                out.printf(Locale.ROOT, "%9.3f  %s%n", e.getValue(), e.getKey());
                out.println("           " + eased.get(e.getKey()));
              });
    }
    notes.forEach(n -> out.println("note: " + n));
    out.println(
        "what another parameter or barrier would change: ./reins replay "
            + recording.parts().get(0)
            + " --params F.yaml, --barrier B");
  }
}
