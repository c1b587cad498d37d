package org.reins.node.story;

import java.util.Locale;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadNumber;
import org.reins.node.record.HeadWord;

/**
 * What is allowed in a cycle.
 *
 * @param level of the envelope
 * @param by who set the speed scale, in words
 * @param speed scale, 1
 * @param margin that the barrier keeps, m
 * @param alpha filter.alpha, 1/s
 * @param toolSpeed greatest speed of the tool, m/s
 */
record Settings(
    long level, String by, double speed, double margin, double alpha, double toolSpeed) {
  /** Those of a cycle. */
  static Settings of(CycleSlot s) {
    return new Settings(
        s.word(HeadWord.LEVEL),
        s.word(HeadWord.PLANNER) == 0
            ? "base envelope, the planner is silent"
            : s.number(HeadNumber.SPEED) < s.number(HeadNumber.GRANTED_SPEED)
                ? "operator's parameter"
                : "planner",
        s.number(HeadNumber.SPEED),
        s.number(HeadNumber.MARGIN),
        s.number(HeadNumber.ALPHA),
        s.number(HeadNumber.TOOL_SPEED));
  }

  /** In words. */
  String words() {
    return String.format(
        Locale.ROOT,
        "level %d, speed scale %.2f set by the %s, margin %.0f mm, filter.alpha %.3g, tool at most"
            + " %.2f m/s",
        level,
        speed,
        by,
        1000 * margin,
        alpha,
        toolSpeed);
  }
}
