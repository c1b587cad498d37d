package org.reins.launch.inspect;

import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;

/**
 * Something that happened in a recorded run.
 *
 * @param from when it began, s since the first cycle
 * @param to when it ended, s; the same for an instant
 * @param action of the filter meanwhile; null for a note, such as a change of a setting
 * @param reason of that action; NONE for a note
 * @param text in words
 * @param remedy what lets the robot go on; empty if nothing has to be done
 */
record StoryEvent(
    double from, double to, FilterAction action, FilterReason reason, String text, String remedy) {
  /** An instant that is not an action. */
  static StoryEvent note(double time, String text) {
    return new StoryEvent(time, time, null, FilterReason.NONE, text, "");
  }

  /** What the filter did to the policy's actions, in words. */
  static String words(FilterAction action) {
    return switch (action) {
      case PASS -> "passed unchanged";
      case MODIFIED -> "changed";
      case SLOWDOWN -> "slowed down";
      case FALLBACK -> "braked";
      case STOP -> "stopped until reset";
    };
  }
}
