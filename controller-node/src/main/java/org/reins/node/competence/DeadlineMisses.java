package org.reins.node.competence;

import java.util.function.DoubleSupplier;
import org.reins.node.messages.FilterStatus;

/** Cycles that missed their deadline, as a share of the block's cycles. */
public final class DeadlineMisses implements CompetenceMetric {
  private final DoubleSupplier limit;
  private long cycles;
  private long missed;
  private long seen = -1;

  /**
   * Makes the metric.
   *
   * @param limit largest share that is still good, 0 to 1
   */
  public DeadlineMisses(DoubleSupplier limit) {
    this.limit = limit;
  }

  @Override
  public String name() {
    return "deadline misses";
  }

  @Override
  public String unit() {
    return "1";
  }

  @Override
  public double tolerated() {
    return 0.4;
  }

  @Override
  public void observe(FilterStatus status) {
    // The count is since the filter's start. The first count, also after a restart, has no meaning.
    if (seen >= 0 && status.deadlineMisses >= seen) {
      missed += status.deadlineMisses - seen;
      cycles += status.cycles;
    }
    seen = status.deadlineMisses;
  }

  @Override
  public double value() {
    return cycles == 0 ? 0 : (double) missed / cycles;
  }

  @Override
  public Verdict endBlock() {
    Verdict verdict = value() <= limit.getAsDouble() ? Verdict.GOOD : Verdict.BAD;
    cycles = 0;
    missed = 0;
    return verdict;
  }
}
