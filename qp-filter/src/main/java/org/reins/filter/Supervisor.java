package org.reins.filter;

/**
 * Walks through the {@link SupervisorTable}. Its owner counts, and says which guards hold; this
 * class knows the mode and what latched it, and nothing else. Allocates nothing; not thread-safe.
 */
public final class Supervisor {
  private SupervisorMode mode = SupervisorMode.IDLE;
  private FilterReason reason = FilterReason.NONE;

  /** The mode. */
  public SupervisorMode mode() {
    return mode;
  }

  /** What it is latched by; NONE if it is not. */
  public FilterReason reason() {
    return reason;
  }

  /** Whether it is latched. */
  public boolean isStopped() {
    return mode == SupervisorMode.STOP;
  }

  /** Starts, or ends a stop, from a measurement that was found usable. */
  public void reset(boolean usable) {
    on(
        SupervisorEvent.RESET,
        SupervisorGuard.USABLE.when(usable),
        FilterReason.NONE,
        FilterReason.NONE);
  }

  /** Forgets everything. */
  public void forget() {
    on(SupervisorEvent.FORGET, 0, FilterReason.NONE, FilterReason.NONE);
  }

  /** Latches; the first reason is kept. NONE is no reason and changes nothing. */
  public void stop(FilterReason why) {
    if (why != FilterReason.NONE) {
      on(SupervisorEvent.STOP_ASKED, 0, why, why);
    }
  }

  /**
   * Ends a cycle.
   *
   * @param event how it ended
   * @param holding bits of the guards that hold
   * @param measurement what is wrong with the measurements, where they are unusable for long
   * @param absence why no measurement comes
   */
  public void end(
      SupervisorEvent event, int holding, FilterReason measurement, FilterReason absence) {
    on(event, holding, measurement, absence);
  }

  private void on(SupervisorEvent event, int holding, FilterReason first, FilterReason second) {
    SupervisorRule row = SupervisorTable.row(mode, event, holding);
    mode = row.target(mode, event);
    reason =
        switch (row.reason()) {
          case NONE -> FilterReason.NONE;
          case KEPT -> reason;
          case ASKED, MEASUREMENT -> first;
          case ABSENCE -> second;
          case PERSISTENT -> FilterReason.PERSISTENT_FALLBACK;
        };
  }
}
