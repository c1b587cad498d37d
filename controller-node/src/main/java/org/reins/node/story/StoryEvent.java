package org.reins.node.story;

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
}
