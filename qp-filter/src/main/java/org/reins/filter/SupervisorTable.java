package org.reins.filter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The transitions of a filter's supervisor. Whatever decides between following the policy and
 * stopping is a row of {@link #RULES}; {@link Supervisor} only looks it up. Every mode, event and
 * set of conditions has a row, so a lookup always finds one.
 */
public final class SupervisorTable {
  private static final Set<SupervisorMode> ANY = EnumSet.allOf(SupervisorMode.class);
  private static final Set<SupervisorMode> UNLATCHED =
      EnumSet.complementOf(EnumSet.of(SupervisorMode.STOP));
  private static final Set<SupervisorMode> STARTED =
      EnumSet.range(SupervisorMode.READY, SupervisorMode.FALLBACK);
  private static final Set<SupervisorMode> LATCHED = Set.of(SupervisorMode.STOP);
  private static final Set<SupervisorEvent> ASKED = Set.of(SupervisorEvent.STOP_ASKED);
  private static final Set<SupervisorEvent> CYCLE =
      EnumSet.range(SupervisorEvent.PASSED, SupervisorEvent.BRAKED);

  /** The rows; of several that apply, the first one counts. */
  public static final List<SupervisorRule> RULES =
      List.of(
          new SupervisorRule(
              ANY,
              Set.of(SupervisorEvent.RESET),
              SupervisorGuard.USABLE,
              SupervisorMode.READY,
              ReasonAfter.NONE),
          new SupervisorRule(
              ANY, Set.of(SupervisorEvent.RESET), SupervisorGuard.ALWAYS, null, ReasonAfter.KEPT),
          new SupervisorRule(
              ANY,
              Set.of(SupervisorEvent.FORGET),
              SupervisorGuard.ALWAYS,
              SupervisorMode.IDLE,
              ReasonAfter.NONE),
          new SupervisorRule(
              UNLATCHED, ASKED, SupervisorGuard.ALWAYS, SupervisorMode.STOP, ReasonAfter.ASKED),
          new SupervisorRule(
              LATCHED, ASKED, SupervisorGuard.ALWAYS, SupervisorMode.STOP, ReasonAfter.KEPT),
          new SupervisorRule(
              STARTED, CYCLE, SupervisorGuard.FALLEN, SupervisorMode.STOP, ReasonAfter.PERSISTENT),
          new SupervisorRule(
              STARTED,
              CYCLE,
              SupervisorGuard.INVALID_LASTS,
              SupervisorMode.STOP,
              ReasonAfter.MEASUREMENT),
          new SupervisorRule(
              STARTED, CYCLE, SupervisorGuard.AWAY_LASTS, SupervisorMode.STOP, ReasonAfter.ABSENCE),
          new SupervisorRule(
              STARTED,
              CYCLE,
              SupervisorGuard.BRAKING_LASTS,
              SupervisorMode.STOP,
              ReasonAfter.PERSISTENT),
          new SupervisorRule(STARTED, CYCLE, SupervisorGuard.ALWAYS, null, ReasonAfter.NONE),
          new SupervisorRule(
              LATCHED, CYCLE, SupervisorGuard.ALWAYS, SupervisorMode.STOP, ReasonAfter.KEPT),
          new SupervisorRule(
              Set.of(SupervisorMode.IDLE),
              CYCLE,
              SupervisorGuard.ALWAYS,
              SupervisorMode.IDLE,
              ReasonAfter.NONE));

  private static final SupervisorRule[][][] BY_MODE_AND_EVENT = index(RULES);

  private SupervisorTable() {}

  /**
   * The row that applies. Allocates nothing.
   *
   * @param holding bits of the guards that hold
   */
  public static SupervisorRule row(SupervisorMode mode, SupervisorEvent event, int holding) {
    SupervisorRule[] rows = BY_MODE_AND_EVENT[mode.ordinal()][event.ordinal()];
    int k = 0;
    while (!rows[k].guard().isIn(holding)) {
      k++;
    }
    return rows[k];
  }

  /**
   * The rows of each mode and event, in their order.
   *
   * @throws IllegalStateException if a mode and event have no row that always applies
   */
  static SupervisorRule[][][] index(List<SupervisorRule> rules) {
    SupervisorRule[][][] index =
        new SupervisorRule[SupervisorMode.values().length][SupervisorEvent.values().length][];
    for (SupervisorMode mode : SupervisorMode.values()) {
      for (SupervisorEvent event : SupervisorEvent.values()) {
        List<SupervisorRule> rows = new ArrayList<>(rules);
        rows.removeIf(r -> !r.applies(mode, event));
        if (rows.isEmpty() || rows.get(rows.size() - 1).guard() != SupervisorGuard.ALWAYS) {
          throw new IllegalStateException(mode + " has no row for " + event);
        }
        index[mode.ordinal()][event.ordinal()] = rows.toArray(SupervisorRule[]::new);
      }
    }
    return index;
  }
}
