package org.reins.node.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.messages.EnvelopeState;

class StoryTest {
  private static Moment moment(FilterAction action, FilterReason reason, String... acting) {
    return new Moment(0, action, reason, List.of(acting), 0.1);
  }

  @Test
  void theSentenceNamesWhatActed_andWhoLimitsTheSpeed() {
    EnvelopeState envelope = new EnvelopeState(0, 1, 0.55, 1, 0, 1, 1, 1, 1, true);
    assertEquals(
        "The command was changed to keep: a, 1 m left; b; and 1 more; speed is limited to 55 % by"
            + " the planner at level 1.",
        Story.why(
            moment(FilterAction.MODIFIED, FilterReason.CONSTRAINT, "a, 1 m left", "b", "c"),
            envelope));
    EnvelopeState orphan = new EnvelopeState(0, 0, 0.4, 1, 0, 1, 1, 1, 1, false);
    assertTrue(
        Story.why(moment(FilterAction.PASS, FilterReason.NONE), orphan)
            .contains("no planner is heard"));
  }

  @Test
  void everyActionWithEveryReasonIsOneSentence() {
    for (FilterAction action : FilterAction.values()) {
      for (FilterReason reason : FilterReason.values()) {
        for (String[] acting : List.of(new String[] {}, new String[] {"a"})) {
          String why = Story.why(moment(action, reason, acting), null);
          assertTrue(why.matches("The [^.]*\\.") && !why.contains("  "), why);
          boolean empty = why.contains("because .") || why.contains("because ,");
          assertFalse(empty && action != FilterAction.SLOWDOWN && action != FilterAction.STOP, why);
        }
      }
    }
  }

  @Test
  void everyStopSaysWhatLetsTheRobotGoOn() {
    for (FilterReason reason : FilterReason.values()) {
      String next = Story.next(moment(FilterAction.STOP, reason));
      assertTrue(next.endsWith("."), reason + ": " + next);
    }
  }
}
