package org.reins.node.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.reins.filter.FilterAction;

/**
 * The interventions of the filter and their cost: how many cycles were changed, how long the robot
 * was held, braked or stopped, and the last interventions one by one. Not thread-safe; its memory
 * is bounded.
 */
final class Interventions {
  private static final int KEPT = 30;
  // Shorter breaks than this do not end an intervention.
  private static final long BREAK_NANOS = 500_000_000;
  private static final long SLOT_NANOS = 500_000_000;
  private static final int SLOTS = 40;

  /** An intervention: the last moment in it, its begin and its end so far. */
  record Span(Moment worst, long begin, long end) {}

  private final Deque<Span> spans = new ArrayDeque<>();
  private final long[] slotCycles = new long[SLOTS];
  private final long[] slotModified = new long[SLOTS];
  private final long[] slotNumber = new long[SLOTS];
  private final long[] byAction = new long[FilterAction.values().length];
  private long cycles;
  private long modified;
  private double largest;

  /**
   * Takes a status.
   *
   * @param ofCycles number of cycles that it covers, at least 1
   * @param changed number of these in which the command was changed
   * @param size of the largest change, share of the torque limits
   */
  void add(Moment m, int ofCycles, int changed, double size) {
    cycles += ofCycles;
    modified += changed;
    byAction[m.action().ordinal()] += ofCycles;
    largest = Double.isFinite(size) ? Math.max(largest, size) : largest;
    int k = slot(m.nanos());
    slotCycles[k] += ofCycles;
    slotModified[k] += changed;
    if (m.action() == FilterAction.PASS) {
      return;
    }
    // Milder and more severe ones interleave: each kind is one intervention until it pauses.
    for (Iterator<Span> i = spans.descendingIterator(); i.hasNext(); ) {
      Span one = i.next();
      if (one.worst.action() == m.action() && m.nanos() - one.end < BREAK_NANOS) {
        i.remove();
        spans.addLast(new Span(m, one.begin, m.nanos()));
        return;
      }
    }
    spans.addLast(new Span(m, m.nanos(), m.nanos()));
    if (spans.size() > KEPT) {
      spans.removeFirst();
    }
  }

  private int slot(long nanos) {
    long number = Math.floorDiv(nanos, SLOT_NANOS);
    int k = Math.floorMod(number, SLOTS);
    if (slotNumber[k] != number) {
      slotNumber[k] = number;
      slotCycles[k] = 0;
      slotModified[k] = 0;
    }
    return k;
  }

  /** Share of the cycles of the last 20 s in which the command was changed; NaN without any. */
  double recentShare(long now) {
    long number = Math.floorDiv(now, SLOT_NANOS);
    long all = 0;
    long changed = 0;
    for (int k = 0; k < SLOTS; k++) {
      if (number - slotNumber[k] < SLOTS) {
        all += slotCycles[k];
        changed += slotModified[k];
      }
    }
    return all == 0 ? Double.NaN : (double) changed / all;
  }

  /** Share of all cycles in which the command was changed; NaN without any. */
  double share() {
    return cycles == 0 ? Double.NaN : (double) modified / cycles;
  }

  /** Number of cycles. */
  long cycles() {
    return cycles;
  }

  /** Number of cycles that ended in an action. */
  long cycles(FilterAction action) {
    return byAction[action.ordinal()];
  }

  /** Largest change of a command, share of the torque limits. */
  double largest() {
    return largest;
  }

  /** The last interventions, newest first. */
  List<Span> newestFirst() {
    List<Span> all = new ArrayList<>(spans);
    java.util.Collections.reverse(all);
    return all;
  }

  /** The last intervention; null if there was none. */
  Span last() {
    return spans.peekLast();
  }
}
