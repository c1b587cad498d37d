package org.reins.filter.supervision;

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
  private static final Set<Mode> ANY = EnumSet.allOf(Mode.class);
  private static final Set<Mode> UNLATCHED = EnumSet.complementOf(EnumSet.of(Mode.STOP));
  private static final Set<Mode> STARTED = EnumSet.range(Mode.READY, Mode.FALLBACK);
  private static final Set<Mode> LATCHED = Set.of(Mode.STOP);
  private static final Set<Event> ASKED = Set.of(Event.STOP_ASKED);
  private static final Set<Event> CYCLE = EnumSet.range(Event.PASSED, Event.BRAKED);

  /** The rows; of several that apply, the first one counts. */
  public static final List<Rule> RULES =
      List.of(
          new Rule(ANY, Set.of(Event.RESET), Guard.USABLE, Mode.READY, ReasonAfter.NONE),
          new Rule(ANY, Set.of(Event.RESET), Guard.ALWAYS, null, ReasonAfter.KEPT),
          new Rule(ANY, Set.of(Event.FORGET), Guard.ALWAYS, Mode.IDLE, ReasonAfter.NONE),
          new Rule(UNLATCHED, ASKED, Guard.ALWAYS, Mode.STOP, ReasonAfter.ASKED),
          new Rule(LATCHED, ASKED, Guard.ALWAYS, Mode.STOP, ReasonAfter.KEPT),
          new Rule(STARTED, CYCLE, Guard.FALLEN, Mode.STOP, ReasonAfter.PERSISTENT),
          new Rule(STARTED, CYCLE, Guard.INVALID_LASTS, Mode.STOP, ReasonAfter.MEASUREMENT),
          new Rule(STARTED, CYCLE, Guard.AWAY_LASTS, Mode.STOP, ReasonAfter.ABSENCE),
          new Rule(STARTED, CYCLE, Guard.BRAKING_LASTS, Mode.STOP, ReasonAfter.PERSISTENT),
          new Rule(STARTED, CYCLE, Guard.ALWAYS, null, ReasonAfter.NONE),
          new Rule(LATCHED, CYCLE, Guard.ALWAYS, Mode.STOP, ReasonAfter.KEPT),
          new Rule(Set.of(Mode.IDLE), CYCLE, Guard.ALWAYS, Mode.IDLE, ReasonAfter.NONE));

  private static final Rule[][][] BY_MODE_AND_EVENT = index();

  private SupervisorTable() {}

  /**
   * The row that applies. Allocates nothing.
   *
   * @param holding bits of the guards that hold
   */
  public static Rule row(Mode mode, Event event, int holding) {
    Rule[] rows = BY_MODE_AND_EVENT[mode.ordinal()][event.ordinal()];
    int k = 0;
    while (!rows[k].guard().isIn(holding)) {
      k++;
    }
    return rows[k];
  }

  private static Rule[][][] index() {
    Rule[][][] index = new Rule[Mode.values().length][Event.values().length][];
    for (Mode mode : Mode.values()) {
      for (Event event : Event.values()) {
        List<Rule> rows = new ArrayList<>(RULES);
        rows.removeIf(r -> !r.applies(mode, event));
        if (rows.isEmpty() || rows.get(rows.size() - 1).guard() != Guard.ALWAYS) {
          throw new IllegalStateException(mode + " has no row for " + event);
        }
        index[mode.ordinal()][event.ordinal()] = rows.toArray(Rule[]::new);
      }
    }
    return index;
  }
}
