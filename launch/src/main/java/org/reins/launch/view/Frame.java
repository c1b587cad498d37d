package org.reins.launch.view;

import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadNumber;
import org.reins.node.record.HeadWord;

/** Some cycles of a recording in a row: the last of them, and the gravest action among them. */
final class Frame {
  private final CycleSlot last;
  private double time;
  private FilterAction action = FilterAction.PASS;
  private FilterReason reason = FilterReason.NONE;
  private long activeRows;
  private int cycles;
  private int changed;
  private double intervention;

  Frame(CycleLayout layout) {
    last = layout.slot();
  }

  /**
   * Takes the next cycle.
   *
   * @param at when it was, s since the first cycle
   */
  void take(CycleSlot s, double at, FilterAction its, FilterReason why) {
    last.take(s);
    time = at;
    if (cycles == 0 || its.compareTo(action) >= 0) {
      action = its;
      reason = why;
    }
    activeRows |= s.word(HeadWord.ACTIVE_ROWS);
    cycles++;
    changed += its == FilterAction.PASS ? 0 : 1;
    intervention = Math.max(intervention, s.number(HeadNumber.INTERVENTION));
  }

  /** Appends the frame that follows. */
  void append(Frame next) {
    last.take(next.last);
    time = next.time;
    if (next.action.compareTo(action) >= 0) {
      action = next.action;
      reason = next.reason;
    }
    activeRows |= next.activeRows;
    cycles += next.cycles;
    changed += next.changed;
    intervention = Math.max(intervention, next.intervention);
  }

  /** The last cycle. */
  CycleSlot last() {
    return last;
  }

  /** When the last cycle was, s. */
  double time() {
    return time;
  }

  FilterAction action() {
    return action;
  }

  FilterReason reason() {
    return reason;
  }

  /** Bit k: row k acted in one of the cycles. */
  long activeRows() {
    return activeRows;
  }

  /** Number of cycles. */
  int cycles() {
    return cycles;
  }

  /** Number of cycles in which the command was not passed unchanged. */
  int changed() {
    return changed;
  }

  /** Largest change of a command, share of its limits. */
  double intervention() {
    return intervention;
  }
}
