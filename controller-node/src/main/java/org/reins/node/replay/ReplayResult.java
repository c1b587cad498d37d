package org.reins.node.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadWord;

/** What a replay gave, against the recording. */
public final class ReplayResult {
  private static final int MOST_MOMENTS = 20;

  private final int command;
  private final int joints;
  private final ReplayedRobot robot;
  private final RowBook rows;
  private final RowBook rowsNow;
  private final double[] largest;
  private final long[] before = new long[FilterAction.values().length];
  private final long[] after = new long[FilterAction.values().length];
  private final Map<String, Long> rowsBefore = new TreeMap<>();
  private final Map<String, Long> rowsAfter = new TreeMap<>();
  private final List<String> stopsBefore = new ArrayList<>();
  private final List<String> stopsAfter = new ArrayList<>();
  private List<String> notes = List.of();
  private long cycles;
  private long compared;
  private long bits;
  private long commands;
  private long actions;
  private long gaps;
  private long unusable;
  private long begins;
  private long beginsDiffer;
  private long firstWall;
  private long lastWall;
  private Moment first;
  private Moment worst;
  private FilterReason latchedBefore = FilterReason.NONE;
  private FilterReason latchedAfter = FilterReason.NONE;

  /**
   * One cycle that differs.
   *
   * @param seconds since the first cycle
   * @param wall ns since 1970
   * @param number of the cycle
   * @param joint with the largest difference
   * @param difference of its command
   * @param recorded what the filter did then, in words
   * @param replayed what it does now, in words
   */
  public record Moment(
      double seconds,
      long wall,
      long number,
      String joint,
      double difference,
      String recorded,
      String replayed) {}

  ReplayResult(CycleLayout layout, ReplayedRobot robot, Map<String, String> recordedRows) {
    this.robot = robot;
    joints = robot.joints().size();
    command = robot.command();
    largest = new double[joints];
    rows = new RowBook(recordedRows);
    rowsNow = new RowBook(robot.rows());
    if (layout.count("position") != joints) {
      throw new IllegalArgumentException("the layout is of another robot");
    }
  }

  void gap() {
    gaps++;
  }

  void unusable() {
    unusable++;
  }

  void begin(CycleSlot slot, boolean differs) {
    begins++;
    beginsDiffer += differs ? 1 : 0;
    latchedBefore = FilterReason.NONE;
    latchedAfter = FilterReason.NONE;
    time(slot);
  }

  private void time(CycleSlot slot) {
    lastWall = slot.word(HeadWord.WALL);
    firstWall = firstWall == 0 ? lastWall : firstWall;
  }

  void cycle(CycleSlot then, CycleSlot now, boolean sure, boolean same) {
    time(then);
    cycles++;
    compared += sure ? 1 : 0;
    bits += sure && !same ? 1 : 0;
    FilterAction did = action(then);
    FilterAction does = action(now);
    before[did.ordinal()]++;
    after[does.ordinal()]++;
    rows.count(then.word(HeadWord.ACTIVE_ROWS), rowsBefore);
    rowsNow.count(now.word(HeadWord.ACTIVE_ROWS), rowsAfter);
    latchedBefore = stop(then, latchedBefore, stopsBefore);
    latchedAfter = stop(now, latchedAfter, stopsAfter);
    int joint = 0;
    double most = 0;
    for (int i = 0; i < joints; i++) {
      double d = difference(now.number(command + i), then.number(command + i));
      largest[i] = Math.max(largest[i], d);
      if (d > most) {
        most = d;
        joint = i;
      }
    }
    commands += most > 0 ? 1 : 0;
    actions += did != does ? 1 : 0;
    if (most > 0 || did != does) {
      note(then, now, joint, most);
    }
  }

  private static double difference(double a, double b) {
    double d = Double.compare(a, b) == 0 ? 0 : Math.abs(a - b);
    // A number that is not finite on one side only is an endless difference.
    return Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
  }

  private void note(CycleSlot then, CycleSlot now, int joint, double most) {
    if (first != null && most <= worst.difference) {
      return;
    }
    Moment moment =
        new Moment(
            1e-9 * (then.word(HeadWord.WALL) - firstWall),
            then.word(HeadWord.WALL),
            then.word(HeadWord.NUMBER),
            robot.joints().get(joint),
            most,
            rows.words(then),
            rowsNow.words(now));
    first = first == null ? moment : first;
    worst = moment;
  }

  private static FilterAction action(CycleSlot slot) {
    FilterAction action = FilterAction.of((int) slot.word(HeadWord.ACTION));
    if (action == null) {
      throw new IllegalArgumentException("action is " + slot.word(HeadWord.ACTION));
    }
    return action;
  }

  private FilterReason stop(CycleSlot slot, FilterReason latched, List<String> stops) {
    FilterReason now = FilterReason.of((int) slot.word(HeadWord.LATCHED));
    if (now != FilterReason.NONE && latched == FilterReason.NONE && stops.size() < MOST_MOMENTS) {
      stops.add(String.format(Locale.ROOT, "%.3f s: %s", 1e-9 * (lastWall - firstWall), now));
    }
    return now;
  }

  void end(List<String> told) {
    notes = told;
  }

  /** Whether every cycle that could be compared is the same to the last bit. */
  public boolean isSame() {
    return bits == 0 && beginsDiffer == 0;
  }

  /** Cycles replayed. */
  public long cycles() {
    return cycles;
  }

  /** Cycles of which everything before them is in the recording, so that every bit counts. */
  public long compared() {
    return compared;
  }

  /** Compared cycles with another bit anywhere. */
  public long differing() {
    return bits;
  }

  /** Cycles with another command. */
  public long commands() {
    return commands;
  }

  /** Cycles with another action, such as a brake where there was none. */
  public long actions() {
    return actions;
  }

  /** Places where cycles are missing. */
  public long gaps() {
    return gaps;
  }

  /** Cycles before the first state to begin with. */
  public long unusableCycles() {
    return unusable;
  }

  /** Times at which the loop began. */
  public long begins() {
    return begins;
  }

  /** Duration, s. */
  public double seconds() {
    return 1e-9 * (lastWall - firstWall);
  }

  /** When it began, ns since 1970. */
  public long wall() {
    return firstWall;
  }

  /** Largest difference of each joint's command; a copy. */
  public double[] largest() {
    return largest.clone();
  }

  /** The unit of the commands. */
  public String unit() {
    return robot.unit();
  }

  /** The joints' names. */
  public List<String> joints() {
    return robot.joints();
  }

  /** The first cycle that differs; null if none does. */
  public Moment first() {
    return first;
  }

  /** The cycle with the largest difference; null if none differs. */
  public Moment worst() {
    return worst;
  }

  /** Cycles with an action, then and now. */
  public long[] count(FilterAction action) {
    return new long[] {before[action.ordinal()], after[action.ordinal()]};
  }

  /** Cycles in which each row acted, then. */
  public Map<String, Long> rowsBefore() {
    return rowsBefore;
  }

  /** Cycles in which each row acts, now. */
  public Map<String, Long> rowsAfter() {
    return rowsAfter;
  }

  /** Stops then, at most 20. */
  public List<String> stopsBefore() {
    return stopsBefore;
  }

  /** Stops now, at most 20. */
  public List<String> stopsAfter() {
    return stopsAfter;
  }

  /** What of the files could not be read. */
  public List<String> notes() {
    return notes;
  }
}
