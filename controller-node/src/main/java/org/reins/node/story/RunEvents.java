package org.reins.node.story;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.reins.filter.FilterAction;

/** Counts the events of a run, and keeps those that lasted longest: a list of all is not read. */
final class RunEvents {
  /** Number of events that are kept. */
  static final int LISTED = 500;

  private final PriorityQueue<StoryEvent> longest =
      new PriorityQueue<>(Comparator.comparingDouble(e -> e.to() - e.from()));
  private final TreeMap<String, Integer> stops = new TreeMap<>();
  private int resets;
  private long leftOut;

  /** Takes the next event. */
  void take(StoryEvent e) {
    if (e.action() == FilterAction.STOP) {
      stops.merge(e.reason().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
    }
    resets += e.text().equals(StoryReader.RESET) ? 1 : 0;
    longest.add(e);
    if (longest.size() > LISTED) {
      longest.poll();
      leftOut++;
    }
  }

  /** Number of stops. */
  int stops() {
    return stops.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Number of stops by their reason. */
  SortedMap<String, Integer> stopsByReason() {
    return Collections.unmodifiableSortedMap(stops);
  }

  /** Number of resets. */
  int resets() {
    return resets;
  }

  /** Number of events that are not among the longest. */
  long leftOut() {
    return leftOut;
  }

  /** The longest events, in the order in which they began. */
  List<StoryEvent> longest() {
    List<StoryEvent> shown = new ArrayList<>(longest);
    shown.sort(Comparator.comparingDouble(StoryEvent::from));
    return shown;
  }
}
