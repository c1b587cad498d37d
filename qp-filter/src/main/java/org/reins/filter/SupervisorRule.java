package org.reins.filter;

import java.util.Set;

/**
 * One row of the table: in one of the modes, on one of the events, if the guard holds. Of several
 * rows that apply, the first one counts.
 *
 * @param from modes before, not empty
 * @param on events, not empty
 * @param guard condition
 * @param to mode after; null for the mode that the end of the cycle names, and after other events
 *     for no change
 * @param reason what the supervisor is latched by afterwards
 */
public record SupervisorRule(
    Set<SupervisorMode> from,
    Set<SupervisorEvent> on,
    SupervisorGuard guard,
    SupervisorMode to,
    ReasonAfter reason) {
  /** Copies the sets. */
  public SupervisorRule {
    from = Set.copyOf(from);
    on = Set.copyOf(on);
    if (from.isEmpty() || on.isEmpty()) {
      throw new IllegalArgumentException("a rule of the supervisor applies to no mode or no event");
    }
  }

  boolean applies(SupervisorMode mode, SupervisorEvent event) {
    return from.contains(mode) && on.contains(event);
  }

  /** The mode after an event that this rule applies to. */
  public SupervisorMode target(SupervisorMode mode, SupervisorEvent event) {
    if (to != null) {
      return to;
    }
    return event.isCycle() ? event.mode() : mode;
  }
}
