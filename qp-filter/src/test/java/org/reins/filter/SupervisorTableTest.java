package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The table alone, breadth-first over all its states: the environment may raise any event with any
 * guards and any reasons at any time.
 */
class SupervisorTableTest {
  private static final int ALL_GUARDS = 1 << SupervisorGuard.values().length;

  /** A state of the supervisor. */
  private record State(SupervisorMode mode, FilterReason reason) {}

  /** One step of the environment. */
  private record Step(
      State before, SupervisorEvent event, int holding, FilterReason why, State after) {
    boolean is(SupervisorGuard guard) {
      return guard.isIn(holding);
    }

    @Override
    public String toString() {
      return before + " " + event + " " + holding + " " + why + " -> " + after;
    }
  }

  private static State after(State before, SupervisorEvent event, int holding, FilterReason why) {
    SupervisorRule row = SupervisorTable.row(before.mode, event, holding);
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
    State start = new State(SupervisorMode.IDLE, FilterReason.NONE);
    Set<State> seen = new HashSet<>(Set.of(start));
    Queue<State> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      State before = open.remove();
      for (SupervisorEvent event : SupervisorEvent.values()) {
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
    for (SupervisorMode mode : SupervisorMode.values()) {
      assertTrue(reached.stream().anyMatch(s -> s.mode == mode), mode + " is never reached");
    }
    for (FilterReason reason : FilterReason.values()) {
      assertTrue(
          reason == FilterReason.NONE || reached.contains(new State(SupervisorMode.STOP, reason)),
          "nothing stops for " + reason);
    }
    for (State s : reached) {
      assertEquals(s.mode == SupervisorMode.STOP, s.reason != FilterReason.NONE, s.toString());
    }
  }

  @Test
  void stopIsLeftOnlyByAResetWithAUsableMeasurement_orByForgettingEverything() {
    explore(
        s -> {
          if (s.before.mode == SupervisorMode.STOP && s.after.mode != SupervisorMode.STOP) {
            boolean reset = s.event == SupervisorEvent.RESET && s.is(SupervisorGuard.USABLE);
            assertTrue(reset || s.event == SupervisorEvent.FORGET, s.toString());
            assertEquals(
                reset ? SupervisorMode.READY : SupervisorMode.IDLE, s.after.mode, s.toString());
          }
        });
  }

  @Test
  void whileStopped_theFirstReasonStays() {
    explore(
        s -> {
          if (s.before.mode == SupervisorMode.STOP && s.after.mode == SupervisorMode.STOP) {
            assertEquals(s.before.reason, s.after.reason, s.toString());
          }
        });
  }

  @Test
  void thePolicyIsFollowedOnlyAfterACycleThatFollowedIt_fromAStart() {
    explore(
        s -> {
          if (s.after.mode.followsPolicy() && s.event.isCycle()) {
            assertTrue(
                s.event == SupervisorEvent.PASSED || s.event == SupervisorEvent.CHANGED,
                s.toString());
            assertFalse(
                s.before.mode == SupervisorMode.IDLE || s.before.mode == SupervisorMode.STOP,
                s.toString());
            for (SupervisorGuard g : SupervisorGuard.values()) {
              boolean stops = g != SupervisorGuard.ALWAYS && g != SupervisorGuard.USABLE;
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
        SupervisorGuard.INVALID_LASTS.bit()
            | SupervisorGuard.AWAY_LASTS.bit()
            | SupervisorGuard.BRAKING_LASTS.bit()
            | SupervisorGuard.FALLEN.bit();
    explore(
        s -> {
          boolean started = s.before.mode != SupervisorMode.IDLE;
          if (s.event.isCycle() && started && (s.holding & faults) != 0) {
            assertEquals(SupervisorMode.STOP, s.after.mode, s.toString());
          }
          if (s.event == SupervisorEvent.STOP_ASKED) {
            assertEquals(SupervisorMode.STOP, s.after.mode, s.toString());
          }
          if (s.event.isCycle()) {
            assertNotEquals(SupervisorMode.READY, s.after.mode, s.toString());
          }
        });
  }

  @Test
  void fromEveryState_aResetAndAGoodCyclePass() {
    for (State from : explore(s -> {})) {
      State ready =
          after(from, SupervisorEvent.RESET, SupervisorGuard.USABLE.bit(), FilterReason.NONE);
      assertEquals(new State(SupervisorMode.READY, FilterReason.NONE), ready, "from " + from);
      assertEquals(
          SupervisorMode.PASS, after(ready, SupervisorEvent.PASSED, 0, FilterReason.NONE).mode);
    }
  }

  @Test
  void theSupervisorDoesWhatTheTableSays() {
    Supervisor supervisor = new Supervisor();
    assertEquals(SupervisorMode.IDLE, supervisor.mode());
    supervisor.reset(false);
    assertEquals(SupervisorMode.IDLE, supervisor.mode());
    supervisor.reset(true);
    assertEquals(SupervisorMode.READY, supervisor.mode());
    supervisor.end(SupervisorEvent.PASSED, 0, FilterReason.STATE_INVALID, FilterReason.STATE_STALE);
    assertEquals(FilterAction.PASS, supervisor.mode().action());
    supervisor.stop(FilterReason.NONE);
    assertFalse(supervisor.isStopped());
    supervisor.end(
        SupervisorEvent.BRAKED,
        SupervisorGuard.INVALID_LASTS.bit() | SupervisorGuard.AWAY_LASTS.bit(),
        FilterReason.STATE_FROZEN,
        FilterReason.STATE_OLD);
    assertEquals(FilterReason.STATE_FROZEN, supervisor.reason());
    supervisor.reset(true);
    supervisor.end(
        SupervisorEvent.BRAKED,
        SupervisorGuard.AWAY_LASTS.bit(),
        FilterReason.STATE_FROZEN,
        FilterReason.STATE_OLD);
    assertEquals(FilterReason.STATE_OLD, supervisor.reason());
    supervisor.reset(true);
    supervisor.end(
        SupervisorEvent.BRAKED,
        SupervisorGuard.BRAKING_LASTS.bit(),
        FilterReason.NONE,
        FilterReason.NONE);
    assertEquals(FilterReason.PERSISTENT_FALLBACK, supervisor.reason());
    supervisor.forget();
    supervisor.stop(FilterReason.EMERGENCY_STOP);
    assertEquals(FilterReason.EMERGENCY_STOP, supervisor.reason());
  }

  @Test
  void noRowIsUnreachable() {
    Set<SupervisorRule> used = new HashSet<>();
    explore(s -> used.add(SupervisorTable.row(s.before.mode, s.event, s.holding)));
    for (SupervisorRule rule : SupervisorTable.RULES) {
      assertTrue(used.contains(rule), rule + " never applies");
    }
  }

  @Test
  void aRowAppliesInItsModesOnItsEvents_andNowhereElse() {
    SupervisorRule row =
        new SupervisorRule(
            Set.of(SupervisorMode.PASS),
            Set.of(SupervisorEvent.BRAKED),
            SupervisorGuard.ALWAYS,
            null,
            ReasonAfter.NONE);
    for (SupervisorMode mode : SupervisorMode.values()) {
      for (SupervisorEvent event : SupervisorEvent.values()) {
        boolean its = mode == SupervisorMode.PASS && event == SupervisorEvent.BRAKED;
        assertEquals(its, row.applies(mode, event), mode + " " + event);
      }
    }
  }

  @Test
  void aRowWithoutModesOrEventsIsRefused() {
    Set<SupervisorMode> modes = Set.of(SupervisorMode.PASS);
    Set<SupervisorEvent> events = Set.of(SupervisorEvent.BRAKED);
    assertThrows(
        IllegalArgumentException.class,
        () -> new SupervisorRule(modes, Set.of(), SupervisorGuard.ALWAYS, null, ReasonAfter.NONE));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SupervisorRule(Set.of(), events, SupervisorGuard.ALWAYS, null, ReasonAfter.NONE));
  }

  @Test
  void theSupervisorWalksAsTheTableSays_fromEveryStateOnEveryEvent() {
    explore(
        s -> {
          Supervisor walker = new Supervisor();
          lead(walker, s.before);
          assertEquals(s.before.mode, walker.mode());
          assertEquals(s.before.reason, walker.reason());
          switch (s.event) {
            case RESET -> walker.reset(s.is(SupervisorGuard.USABLE));
            case FORGET -> walker.forget();
            case STOP_ASKED -> walker.stop(s.why);
            default -> walker.end(s.event, s.holding, s.why, s.why);
          }
          assertEquals(s.after.mode, walker.mode(), s.toString());
          assertEquals(s.after.reason, walker.reason(), s.toString());
          assertEquals(s.after.mode == SupervisorMode.STOP, walker.isStopped());
        });
  }

  private static void lead(Supervisor walker, State to) {
    if (to.mode == SupervisorMode.IDLE) {
      return;
    }
    walker.reset(true);
    for (SupervisorEvent event : SupervisorEvent.values()) {
      if (event.isCycle() && event.mode() == to.mode) {
        walker.end(event, 0, FilterReason.NONE, FilterReason.NONE);
      }
    }
    walker.stop(to.reason);
  }

  @Test
  void everyCycleHasItsEvent_andEverythingItsWords() {
    assertEquals(SupervisorEvent.PASSED, SupervisorEvent.of(FilterAction.PASS));
    assertEquals(SupervisorEvent.CHANGED, SupervisorEvent.of(FilterAction.MODIFIED));
    assertEquals(SupervisorEvent.HELD, SupervisorEvent.of(FilterAction.SLOWDOWN));
    assertEquals(SupervisorEvent.BRAKED, SupervisorEvent.of(FilterAction.FALLBACK));
    assertEquals(SupervisorEvent.BRAKED, SupervisorEvent.of(FilterAction.STOP));
    Set<String> words = new HashSet<>();
    for (SupervisorEvent e : SupervisorEvent.values()) {
      assertTrue(words.add(e.words()), e + " has the words of another one");
    }
    for (SupervisorMode m : SupervisorMode.values()) {
      assertTrue(words.add(m.words()), m + " has the words of another one");
    }
    for (SupervisorGuard g : SupervisorGuard.values()) {
      assertTrue(words.add(g.words()), g + " has the words of another one");
    }
    assertEquals("", SupervisorGuard.ALWAYS.words());
  }
}
