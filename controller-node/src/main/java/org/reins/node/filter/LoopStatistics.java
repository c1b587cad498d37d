package org.reins.node.filter;

import org.HdrHistogram.Histogram;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;

/**
 * The control loop's own measurements; recording allocates nothing.
 *
 * <p>Cycles without a new state count only once a state follows: silence after the robot has
 * disconnected is not attributed to the loop.
 */
public final class LoopStatistics {
  /** Longest time that is resolved, ns. */
  public static final long MOST = 9_000_000_000L;

  private static final int PENDING = 256;

  /** Time between two cycles, ns. */
  public final Histogram period = new Histogram(10_000_000_000L, 3);

  /** Time from the arrival of the state until the command is handed to the middleware, ns. */
  public final Histogram response = new Histogram(10_000_000_000L, 3);

  /** Time of the filter step alone, ns. */
  public final Histogram step = new Histogram(10_000_000_000L, 3);

  /** Cycles run. */
  public long cycles;

  /**
   * Cycles that began later than one and a half periods after the previous one, whatever the cause.
   */
  public long deadlineMisses;

  /** Commands that were ready a period or more after their state arrived: the loop's own misses. */
  public long lateCommands;

  /** States that the robot sent and that never arrived, counted from gaps between stamps. */
  public long statesLost;

  /** Cycles without a new state. */
  public long cyclesWithoutState;

  /** Commands that the middleware refused. */
  public long commandsRefused;

  /** Cycles in which the learned barrier acted. */
  public long barrierActiveCycles;

  /** Cycles in which the command was changed. */
  public long modifiedCycles;

  /** Cycles that ended in braking. */
  public long fallbackCycles;

  /** Cycles in which the policy was silent or its action unusable. */
  public long slowdownCycles;

  /** Why the last cycle with a state ended in a stop; NONE if it did not. */
  public FilterReason stopped = FilterReason.NONE;

  /** Smallest B − δ − margin, m. */
  public double minBarrierMargin = Double.POSITIVE_INFINITY;

  /** Bytes allocated by the control thread while armed. */
  public long bytesAllocated;

  /** Time armed until the last state, ns. */
  public long armedNanos;

  private final long[] pendingPeriod = new long[PENDING];
  private final long[] pendingStep = new long[PENDING];
  private int pending;
  private int pendingFallbacks;

  /** Loop rate while armed, Hz. */
  public double hertz() {
    return armedNanos == 0 ? 0 : cycles * 1e9 / armedNanos;
  }

  /**
   * Takes the times of a cycle, ns.
   *
   * @param fresh whether it had a new state
   * @param deadline a period longer than this, one and a half of the robot's, is a miss
   */
  public void add(
      boolean fresh, long periodNanos, long stepNanos, long responseNanos, long deadline) {
    if (!fresh) {
      if (pending < PENDING) {
        pendingPeriod[pending] = periodNanos;
        pendingStep[pending] = stepNanos;
      }
      pending++;
      return;
    }
    if (pending <= PENDING) {
      cyclesWithoutState += pending;
      fallbackCycles += pendingFallbacks;
      for (int k = 0; k < pending; k++) {
        addCycle(pendingPeriod[k], pendingStep[k], deadline);
      }
    }
    pending = 0;
    pendingFallbacks = 0;
    addCycle(periodNanos, stepNanos, deadline);
    response.recordValue(clamp(responseNanos));
    if (responseNanos >= deadline * 2 / 3) {
      lateCommands++;
    }
  }

  private void addCycle(long periodNanos, long stepNanos, long deadline) {
    cycles++;
    period.recordValue(clamp(periodNanos));
    step.recordValue(clamp(stepNanos));
    if (periodNanos > deadline) {
      deadlineMisses++;
    }
  }

  /**
   * Takes the report of one cycle.
   *
   * @param r not retained
   */
  public void add(CycleReport r) {
    FilterAction action = r.action;
    if (pending == 0) {
      stopped = action == FilterAction.STOP ? r.reason : FilterReason.NONE;
    }
    if (r.barrierActive) {
      barrierActiveCycles++;
    }
    if (action == FilterAction.MODIFIED) {
      modifiedCycles++;
    } else if (action == FilterAction.SLOWDOWN) {
      slowdownCycles++;
    } else if (action != FilterAction.PASS) {
      if (pending > 0) {
        pendingFallbacks++;
      } else {
        fallbackCycles++;
      }
    }
    if (r.barrierMargin < minBarrierMargin) {
      minBarrierMargin = r.barrierMargin;
    }
  }

  /** Touches all code that recording uses, so that nothing is loaded or linked later. */
  public void warmUp(long value) {
    period.recordValue(value);
    step.recordValue(value);
    response.recordValue(value);
  }

  /** Starts over. */
  public void reset() {
    period.reset();
    step.reset();
    response.reset();
    cycles = 0;
    deadlineMisses = 0;
    lateCommands = 0;
    statesLost = 0;
    cyclesWithoutState = 0;
    commandsRefused = 0;
    barrierActiveCycles = 0;
    modifiedCycles = 0;
    fallbackCycles = 0;
    slowdownCycles = 0;
    stopped = FilterReason.NONE;
    minBarrierMargin = Double.POSITIVE_INFINITY;
    bytesAllocated = 0;
    armedNanos = 0;
    pending = 0;
    pendingFallbacks = 0;
  }

  private static long clamp(long nanos) {
    return Math.max(0, Math.min(MOST, nanos));
  }
}
