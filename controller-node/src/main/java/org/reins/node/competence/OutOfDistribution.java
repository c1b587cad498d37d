package org.reins.node.competence;

import java.util.function.DoubleSupplier;
import org.reins.node.messages.FilterStatus;

/** Share of the cycles in which state and command were unlike the barrier's data. */
public final class OutOfDistribution implements CompetenceMetric {
  private final DoubleSupplier limit;
  private double worst = 0;

  /**
   * Makes the metric.
   *
   * @param limit largest share in a status that is still good, 0 to 1
   */
  public OutOfDistribution(DoubleSupplier limit) {
    this.limit = limit;
  }

  @Override
  public String name() {
    return "out of distribution";
  }

  @Override
  public String unit() {
    return "1";
  }

  @Override
  public double tolerated() {
    return 0.2;
  }

  @Override
  public void observe(FilterStatus status) {
    if (status.cycles > 0) {
      worst = Math.max(worst, (double) status.strangeCycles / status.cycles);
    }
  }

  @Override
  public double value() {
    return worst;
  }

  @Override
  public Verdict endBlock() {
    boolean bad = worst > limit.getAsDouble();
    worst = 0;
    return bad ? Verdict.BAD : Verdict.GOOD;
  }
}
