package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reins.filter.FilterReason;
import org.reins.filter.Supervisor;
import org.reins.filter.SupervisorEvent;
import org.reins.filter.SupervisorGuard;
import org.reins.filter.SupervisorMode;
import org.reins.node.lifecycle.Lifecycle;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.lifecycle.ManagedNode;

/**
 * The real lifecycle, the real supervisor and the real lists of needs beside an abstract
 * environment, breadth-first: in each reachable state a person makes every act, each need is met or
 * not, cycles end in every way, and transitions succeed, fail or throw.
 */
class DrivingExploredTest {
  private enum Move {
    CONFIGURE,
    ACTIVATE,
    DEACTIVATE,
    CLEANUP,
    SHUTDOWN,
    RESET,
    STOP,
    CYCLE_PASSED,
    CYCLE_BRAKED,
    CYCLE_LASTING_FAULT,
    NEXT_TRANSITION_FAILS,
    NEXT_TRANSITION_THROWS,
    WATCHDOG_TRIPS,
    OTHER_COMMANDER_COMES,
    SIGNATURE_BREAKS,
    MEASUREMENT_FAILS,
    ALL_IS_WELL;

    static final Set<Move> ACTS = EnumSet.range(CONFIGURE, STOP);
  }

  private record State(
      LifecycleState lifecycle,
      SupervisorMode mode,
      boolean sends,
      boolean wanted,
      boolean emergency,
      Set<DriveNeed> unmet,
      String trouble) {}

  /** What a node does with the parts, without threads and topics. */
  private static final class Node implements ManagedNode {
    final Supervisor supervisor = new Supervisor();
    final Set<DriveNeed> unmet = EnumSet.noneOf(DriveNeed.class);
    final Lifecycle lifecycle = new Lifecycle(this, t -> {});
    boolean sends;
    // From the moment a deactivation is asked for, the loop only brings the robot to rest.
    boolean wanted;
    boolean configured;
    boolean emergency;
    String trouble = "";

    String objection(DriveNeed need) {
      boolean met =
          switch (need) {
            case CONFIGURED -> configured;
            case NO_EMERGENCY_STOP -> !emergency;
            case ACTIVE -> sends;
            default -> !unmet.contains(need);
          };
      return met ? "" : need.words();
    }

    private String troubled() {
      String now = trouble;
      trouble = "";
      if (now.equals("throws")) {
        throw new IllegalStateException(now);
      }
      return now;
    }

    @Override
    public String configure() {
      String failed = troubled();
      configured = failed.isEmpty();
      return failed;
    }

    @Override
    public String activate() {
      String failed = troubled();
      String why = DriveNeed.unmet(DriveNeed.FOR_ACTIVATION, this::objection);
      if (!failed.isEmpty() || !why.isEmpty()) {
        return failed + why;
      }
      supervisor.forget();
      supervisor.reset(true);
      sends = true;
      wanted = true;
      return "";
    }

    @Override
    public String deactivate() {
      wanted = false;
      String failed = troubled();
      if (failed.isEmpty()) {
        sends = false;
      }
      return failed;
    }

    @Override
    public String cleanup() {
      String failed = troubled();
      if (failed.isEmpty()) {
        configured = false;
        sends = false;
      }
      return failed;
    }

    void make(Move move) {
      switch (move) {
        case CONFIGURE, ACTIVATE, DEACTIVATE, CLEANUP, SHUTDOWN ->
            lifecycle.change(0, move.name().toLowerCase(java.util.Locale.ROOT));
        case RESET -> {
          String why = DriveNeed.unmet(DriveNeed.FOR_RESET, this::objection);
          if (why.isEmpty() && supervisor.isStopped()) {
            supervisor.reset(true);
          }
          // Without a loop that sends, the request itself is what is reset.
          emergency &= sends && !why.isEmpty();
        }
        case STOP -> {
          emergency = true;
          ask(FilterReason.EMERGENCY_STOP);
        }
        case CYCLE_PASSED -> end(SupervisorEvent.PASSED, 0);
        case CYCLE_BRAKED -> end(SupervisorEvent.BRAKED, 0);
        case CYCLE_LASTING_FAULT -> end(SupervisorEvent.BRAKED, SupervisorGuard.AWAY_LASTS.bit());
        case NEXT_TRANSITION_FAILS -> trouble = "fails";
        case NEXT_TRANSITION_THROWS -> trouble = "throws";
        case WATCHDOG_TRIPS -> meets(DriveNeed.WATCHDOG, FilterReason.WATCHDOG);
        case OTHER_COMMANDER_COMES ->
            meets(DriveNeed.NO_OTHER_COMMANDER, FilterReason.OTHER_COMMANDER);
        case SIGNATURE_BREAKS -> meets(DriveNeed.AS_SIGNED, FilterReason.NOT_AS_SIGNED);
        case MEASUREMENT_FAILS -> unmet.add(DriveNeed.USABLE_MEASUREMENT);
        case ALL_IS_WELL -> unmet.clear();
      }
    }

    private void meets(DriveNeed lost, FilterReason why) {
      unmet.add(lost);
      if (lost == DriveNeed.NO_OTHER_COMMANDER) {
        unmet.add(DriveNeed.COMMANDS_TAKEN);
      }
      ask(why);
    }

    private void ask(FilterReason why) {
      if (sends) {
        supervisor.stop(why);
      }
    }

    private void end(SupervisorEvent event, int holding) {
      if (sends) {
        // Without a measurement no cycle follows the policy for long: here, for none.
        SupervisorEvent kept =
            wanted ? event : event == SupervisorEvent.PASSED ? SupervisorEvent.HELD : event;
        SupervisorEvent seen =
            unmet.contains(DriveNeed.USABLE_MEASUREMENT) ? SupervisorEvent.BRAKED : kept;
        supervisor.end(seen, holding, FilterReason.STATE_INVALID, FilterReason.STATE_STALE);
      }
    }

    State state() {
      SupervisorMode mode = sends ? supervisor.mode() : SupervisorMode.IDLE;
      return new State(
          lifecycle.state(), mode, sends, sends && wanted, emergency, Set.copyOf(unmet), trouble);
    }
  }

  private static Node at(List<Move> path) {
    Node node = new Node();
    path.forEach(node::make);
    return node;
  }

  private static void check(State before, Move move, State after) {
    String text = before + " " + move + " " + after;
    if (after.sends && after.lifecycle != LifecycleState.ACTIVE) {
      // A loop that did not end in time still brings the robot to rest.
      assertFalse(after.wanted, text);
    }
    if (!after.wanted && after.mode.followsPolicy()) {
      assertEquals(before.mode, after.mode, text);
      assertFalse(move == Move.CYCLE_PASSED, text);
    }
    if (!before.sends && after.sends) {
      assertEquals(Move.ACTIVATE, move, text);
      assertTrue(before.unmet.isEmpty(), text);
      assertFalse(before.emergency, text);
    }
    if (before.mode == SupervisorMode.STOP && after.mode != SupervisorMode.STOP && after.sends) {
      assertEquals(Move.RESET, move, text);
      assertTrue(before.unmet.isEmpty(), text);
    }
    if (before.mode == SupervisorMode.STOP && !Move.ACTS.contains(move)) {
      assertEquals(SupervisorMode.STOP, after.mode, text);
    }
    boolean lost =
        after.unmet.contains(DriveNeed.WATCHDOG)
            || after.unmet.contains(DriveNeed.NO_OTHER_COMMANDER)
            || after.unmet.contains(DriveNeed.AS_SIGNED);
    assertFalse(lost && after.mode.followsPolicy(), text);
    if (move == Move.STOP && before.sends) {
      assertEquals(SupervisorMode.STOP, after.mode, text);
    }
  }

  @Test
  void nothingIsSentWithoutAnActivation_andNothingGoesOnAfterAStopWithoutAnAct() {
    Map<State, List<Move>> seen = new HashMap<>();
    Queue<State> open = new ArrayDeque<>();
    State start = new Node().state();
    seen.put(start, List.of());
    open.add(start);
    while (!open.isEmpty()) {
      State before = open.remove();
      List<Move> path = seen.get(before);
      for (Move move : Move.values()) {
        Node node = at(path);
        node.make(move);
        State after = node.state();
        check(before, move, after);
        List<Move> longer = new ArrayList<>(path);
        longer.add(move);
        if (seen.putIfAbsent(after, longer) == null) {
          open.add(after);
        }
      }
      if (before.lifecycle != LifecycleState.FINALIZED) {
        goesOn(path);
      }
    }
    assertTrue(
        seen.keySet().stream().anyMatch(s -> s.mode == SupervisorMode.STOP && !s.unmet.isEmpty()),
        "the environment never got the filter to stop");
  }

  /** From every state that is not the end, acts of a person with good inputs lead to PASS. */
  private static void goesOn(List<Move> path) {
    Node node = at(path);
    node.trouble = "";
    List.of(
            Move.ALL_IS_WELL,
            Move.DEACTIVATE,
            Move.CONFIGURE,
            Move.RESET,
            Move.ACTIVATE,
            Move.RESET,
            Move.CYCLE_PASSED)
        .forEach(node::make);
    assertEquals(SupervisorMode.PASS, node.state().mode, () -> "after " + path);
  }

  @Test
  void aResetNeedsWhateverAStoppingConditionIsAbout() {
    assertTrue(
        DriveNeed.FOR_RESET.containsAll(
            List.of(
                DriveNeed.NO_OTHER_COMMANDER,
                DriveNeed.NO_OTHER_STATE_SOURCE,
                DriveNeed.AS_SIGNED,
                DriveNeed.WATCHDOG,
                DriveNeed.USABLE_MEASUREMENT)));
    for (DriveNeed need : DriveNeed.values()) {
      assertTrue(
          DriveNeed.FOR_ACTIVATION.contains(need) || DriveNeed.FOR_RESET.contains(need),
          need + " is asked nowhere");
    }
  }
}
