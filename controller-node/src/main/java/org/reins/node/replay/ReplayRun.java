package org.reins.node.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.reins.filter.Envelope;
import org.reins.filter.FilterReason;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.FilterTuning;
import org.reins.node.filter.RobotCycle;
import org.reins.node.record.CycleEcho;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadNumber;
import org.reins.node.record.HeadWord;
import org.reins.robot.ReinsException;

/**
 * Makes the calls of a recorded control loop again, with the same arguments, and compares what
 * comes out.
 *
 * <p>With the recorded configuration every bit must be the same. With another configuration the
 * robot would have moved otherwise, so the question is asked cycle by cycle: in this situation,
 * with these commands in flight, what would the filter have sent? The filter's memory of its own
 * commands is therefore that of the recording.
 */
public final class ReplayRun {
  // Times, and what a replay does not have: a middleware, and a planner.
  private static final Set<String> NOT_COMPARED =
      Set.of("number", "now", "wall", "step_nanos", "sent", "planner", "state_stamp");

  private static final int MOST_JOINTS = 64;

  private final ReplayedRobot robot;
  private final Tuning tuning;
  private final boolean exact;
  private final CycleEcho echo;
  private final RobotCycle cycle;
  private final CycleReport report = new CycleReport(MOST_JOINTS);
  private final ReplayResult result;
  private final int[] words;
  private final int[] numbers;
  private final int patience;
  private long next = -1;
  private boolean begun;
  private boolean sure;
  private int stoppedAlone;

  private ReplayRun(Recording recording, ReplayedRobot robot, Tuning tuning, boolean exact) {
    this.robot = robot;
    this.tuning = tuning;
    this.exact = exact;
    CycleLayout layout = recording.layout();
    echo = new CycleEcho(robot.cycle());
    cycle = echo.cycle();
    words = indices(layout.wordNames(), true);
    numbers = indices(layout.numberNames(), false);
    patience = (int) Math.round(rate(recording));
    result = new ReplayResult(layout, robot, recording.rows());
  }

  private static double rate(Recording recording) {
    try {
      return Double.parseDouble(recording.values().getOrDefault("rate_hz", "1000"));
    } catch (NumberFormatException e) {
      return 1000;
    }
  }

  private static int[] indices(List<String> names, boolean wordsWanted) {
    int[] all = new int[names.size()];
    int count = 0;
    for (int k = 0; k < names.size(); k++) {
      if (!wordsWanted || !NOT_COMPARED.contains(names.get(k))) {
        all[count++] = k;
      }
    }
    return Arrays.copyOf(all, count);
  }

  /**
   * Replays a recording.
   *
   * @param robot newly loaded
   * @param exact whether the configuration is the recorded one, so that every bit must be the same
   * @throws ReinsException if the recording cannot be one of this robot, with one sentence
   */
  public static ReplayResult of(
      Recording recording, ReplayedRobot robot, Tuning tuning, boolean exact) {
    CycleLayout mine = robot.cycle().layout();
    for (String field : List.of("position", "velocity", "told_position")) {
      if (mine.count(field) != recording.layout().count(field)) {
        throw new ReinsException(
            "the recording has "
                + recording.layout().count(field)
                + " numbers in "
                + field
                + ", and this robot with this output.mode has "
                + mine.count(field)
                + ": replay it with a robot of as many joints");
      }
    }
    if (exact && !mine.schema().equals(recording.layout().schema())) {
      throw new ReinsException(
          "the recorded cycles hold other fields than this version of Reins computes: replay them"
              + " with "
              + recording.values().getOrDefault("version", "the version that recorded them"));
    }
    ReplayRun run = new ReplayRun(recording, robot, tuning, exact);
    List<String> notes = recording.cycles(run::take);
    run.result.end(notes);
    return run.result;
  }

  private void take(CycleSlot slot) {
    try {
      replay(slot);
    } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException e) {
      throw new ReinsException(
          "cycle " + slot.word(HeadWord.NUMBER) + " holds values that no filter recorded: " + e, e);
    }
  }

  private void replay(CycleSlot slot) {
    long number = slot.word(HeadWord.NUMBER);
    boolean gap = next >= 0 && number != next;
    next = number + 1;
    if (gap) {
      result.gap();
      sure = false;
    }
    robot.feed(slot);
    FilterTuning t = tuning.of(slot);
    Envelope envelope = tuning.envelope(slot, t);
    long kind = slot.word(HeadWord.KIND);
    if (kind != HeadWord.CYCLE) {
      begun = cycle.begin(t);
      sure = true;
      CycleSlot made = echo.take();
      result.begin(slot, exact && made.word(HeadWord.KIND) != kind);
      return;
    }
    if (!begun) {
      // The file begins in mid-run: what the filter remembered is not known.
      begun = cycle.begin(t);
      echo.take();
      sure = false;
      if (!begun) {
        result.unusable();
        return;
      }
    }
    call(slot, t, envelope);
    CycleSlot made = echo.take();
    boolean same = isSame(slot, made);
    result.cycle(slot, made, sure, same);
    if (!exact || !sure) {
      robot.overrule(slot);
      goOn(slot);
    }
  }

  private void call(CycleSlot slot, FilterTuning t, Envelope envelope) {
    FilterReason before = reason(slot, HeadWord.STOP_BEFORE);
    FilterReason after = reason(slot, HeadWord.STOP_AFTER);
    cycle.take(
        reason(slot, HeadWord.ARRIVAL), slot.number(HeadNumber.DT), slot.number(HeadNumber.AGE));
    if (before != FilterReason.NONE) {
      cycle.stop(before);
    }
    cycle.tune(t, envelope, slot.word(HeadWord.NOW));
    boolean asked = slot.word(HeadWord.RESET) != 0 || stoppedAlone > patience;
    if (asked && cycle.latchedBy() != FilterReason.NONE) {
      cycle.reset();
    }
    if (after != FilterReason.NONE) {
      cycle.stop(after);
    }
    cycle.step(slot.word(HeadWord.HOLD) != 0);
    cycle.send();
    cycle.report(report);
  }

  /** A stop that the recording does not have is reset after a second, as by an operator. */
  private void goOn(CycleSlot slot) {
    boolean alone = cycle.latchedBy() != FilterReason.NONE && slot.word(HeadWord.LATCHED) == 0;
    stoppedAlone = alone ? stoppedAlone + 1 : 0;
  }

  private static FilterReason reason(CycleSlot slot, HeadWord word) {
    FilterReason reason = FilterReason.of((int) slot.word(word));
    if (reason == null) {
      throw new IllegalArgumentException(word + " is " + slot.word(word));
    }
    return reason;
  }

  private boolean isSame(CycleSlot a, CycleSlot b) {
    if (!exact) {
      return false;
    }
    for (int k : words) {
      if (a.word(k) != b.word(k)) {
        return false;
      }
    }
    for (int k : numbers) {
      // All NaN are equal, and the zeros are not.
      if (Double.doubleToLongBits(a.number(k)) != Double.doubleToLongBits(b.number(k))) {
        return false;
      }
    }
    return true;
  }
}
