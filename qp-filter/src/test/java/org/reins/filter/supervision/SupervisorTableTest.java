package org.reins.filter.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;

/**
 * The table alone, breadth-first over all its states: the environment may raise any event with any
 * guards and any reasons at any time.
 */
class SupervisorTableTest {
  private static final int ALL_GUARDS = 1 << Guard.values().length;

  /** A state of the supervisor. */
  private record State(Mode mode, FilterReason reason) {}

  /** One step of the environment. */
  private record Step(State before, Event event, int holding, FilterReason why, State after) {
    boolean is(Guard guard) {
      return guard.isIn(holding);
    }

    @Override
    public String toString() {
      return before + " " + event + " " + holding + " " + why + " -> " + after;
    }
  }

  private static State after(State before, Event event, int holding, FilterReason why) {
    Rule row = SupervisorTable.row(before.mode, event, holding);
    FilterReason reason =
        switch (row.reason()) {
          case NONE -> FilterReason.NONE;
          case KEPT -> before.reason;
          case ASKED, MEASUREMENT, ABSENCE -> why;
          case PERSISTENT -> FilterReason.PERSISTENT_FALLBACK;
        };
    return new State(row.target(before.mode, event), reason);
  }

  private static Set<State> explore(Consumer<Step> property) {
    State start = new State(Mode.IDLE, FilterReason.NONE);
    Set<State> seen = new HashSet<>(Set.of(start));
    Queue<State> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      State before = open.remove();
      for (Event event : Event.values()) {
        for (int holding = 0; holding < ALL_GUARDS; holding++) {
          for (FilterReason why : FilterReason.values()) {
            if (why != FilterReason.NONE) {
              State after = after(before, event, holding, why);
              property.accept(new Step(before, event, holding, why, after));
              if (seen.add(after)) {
                open.add(after);
              }
            }
          }
        }
      }
    }
    return seen;
  }

  @Test
  void everyModeIsReached_andItIsLatchedByAReasonExactlyInStop() {
    Set<State> reached = explore(s -> {});
    for (Mode mode : Mode.values()) {
      assertTrue(reached.stream().anyMatch(s -> s.mode == mode), mode + " is never reached");
    }
    for (FilterReason reason : FilterReason.values()) {
      assertTrue(
          reason == FilterReason.NONE || reached.contains(new State(Mode.STOP, reason)),
          "nothing stops for " + reason);
    }
    for (State s : reached) {
      assertEquals(s.mode == Mode.STOP, s.reason != FilterReason.NONE, s.toString());
    }
  }

  @Test
  void stopIsLeftOnlyByAResetWithAUsableMeasurement_orByForgettingEverything() {
    explore(
        s -> {
          if (s.before.mode == Mode.STOP && s.after.mode != Mode.STOP) {
            boolean reset = s.event == Event.RESET && s.is(Guard.USABLE);
            assertTrue(reset || s.event == Event.FORGET, s.toString());
            assertEquals(reset ? Mode.READY : Mode.IDLE, s.after.mode, s.toString());
          }
        });
  }

  @Test
  void whileStopped_theFirstReasonStays() {
    explore(
        s -> {
          if (s.before.mode == Mode.STOP && s.after.mode == Mode.STOP) {
            assertEquals(s.before.reason, s.after.reason, s.toString());
          }
        });
  }

  @Test
  void thePolicyIsFollowedOnlyAfterACycleThatFollowedIt_fromAStart() {
    explore(
        s -> {
          if (s.after.mode.followsPolicy() && s.event.isCycle()) {
            assertTrue(s.event == Event.PASSED || s.event == Event.CHANGED, s.toString());
            assertFalse(s.before.mode == Mode.IDLE || s.before.mode == Mode.STOP, s.toString());
            for (Guard g : Guard.values()) {
              boolean stops = g != Guard.ALWAYS && g != Guard.USABLE;
              assertFalse(stops && s.is(g), s.toString());
            }
          } else if (s.after.mode.followsPolicy()) {
            // A refused reset changes nothing.
            assertEquals(s.before, s.after, s.toString());
          }
        });
  }

  @Test
  void everyLastingFaultStopsInTheCycleThatSeesIt() {
    int faults =
        Guard.INVALID_LASTS.bit()
            | Guard.AWAY_LASTS.bit()
            | Guard.BRAKING_LASTS.bit()
            | Guard.FALLEN.bit();
    explore(
        s -> {
          boolean started = s.before.mode != Mode.IDLE;
          if (s.event.isCycle() && started && (s.holding & faults) != 0) {
            assertEquals(Mode.STOP, s.after.mode, s.toString());
          }
          if (s.event == Event.STOP_ASKED) {
            assertEquals(Mode.STOP, s.after.mode, s.toString());
          }
          if (s.event.isCycle()) {
            assertNotEquals(Mode.READY, s.after.mode, s.toString());
          }
        });
  }

  @Test
  void fromEveryState_aResetAndAGoodCyclePass() {
    for (State from : explore(s -> {})) {
      State ready = after(from, Event.RESET, Guard.USABLE.bit(), FilterReason.NONE);
      assertEquals(new State(Mode.READY, FilterReason.NONE), ready, "from " + from);
      assertEquals(Mode.PASS, after(ready, Event.PASSED, 0, FilterReason.NONE).mode);
    }
  }

  @Test
  void theSupervisorDoesWhatTheTableSays() {
    Supervisor supervisor = new Supervisor();
    assertEquals(Mode.IDLE, supervisor.mode());
    supervisor.reset(false);
    assertEquals(Mode.IDLE, supervisor.mode());
    supervisor.reset(true);
    assertEquals(Mode.READY, supervisor.mode());
    supervisor.end(Event.PASSED, 0, FilterReason.STATE_INVALID, FilterReason.STATE_STALE);
    assertEquals(FilterAction.PASS, supervisor.mode().action());
    supervisor.stop(FilterReason.NONE);
    assertFalse(supervisor.isStopped());
    supervisor.end(
        Event.BRAKED,
        Guard.INVALID_LASTS.bit() | Guard.AWAY_LASTS.bit(),
        FilterReason.STATE_FROZEN,
        FilterReason.STATE_OLD);
    assertEquals(FilterReason.STATE_FROZEN, supervisor.reason());
    supervisor.reset(true);
    supervisor.end(
        Event.BRAKED, Guard.AWAY_LASTS.bit(), FilterReason.STATE_FROZEN, FilterReason.STATE_OLD);
    assertEquals(FilterReason.STATE_OLD, supervisor.reason());
    supervisor.reset(true);
    supervisor.end(Event.BRAKED, Guard.BRAKING_LASTS.bit(), FilterReason.NONE, FilterReason.NONE);
    assertEquals(FilterReason.PERSISTENT_FALLBACK, supervisor.reason());
    supervisor.forget();
    supervisor.stop(FilterReason.EMERGENCY_STOP);
    assertEquals(FilterReason.EMERGENCY_STOP, supervisor.reason());
  }

  @Test
  void noRowIsUnreachable() {
    Set<Rule> used = new HashSet<>();
    explore(s -> used.add(SupervisorTable.row(s.before.mode, s.event, s.holding)));
    for (Rule rule : SupervisorTable.RULES) {
      assertTrue(used.contains(rule), rule + " never applies");
    }
  }
}
