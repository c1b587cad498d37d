package org.reins.node.competence;

import java.util.function.DoubleSupplier;
import org.reins.node.messages.FilterStatus;

/**
 * Share of the cycles in which the learned barrier had to act. Cycles in which only the envelope
 * held the robot back do not count: it is the envelope that is under test.
 */
public final class Interventions implements CompetenceMetric {
  private final DoubleSupplier limit;
  private double sum;
  private int statuses;

  /**
   * Makes the metric.
   *
   * @param limit largest share that is still good, 0 to 1
   */
  public Interventions(DoubleSupplier limit) {
    this.limit = limit;
  }

  @Override
  public String name() {
    return "interventions of the barrier";
  }

  @Override
  public String unit() {
    return "1";
  }

  @Override
  public double tolerated() {
    return 0.5;
  }

  @Override
  public void observe(FilterStatus status) {
    if (status.cycles > 0) {
      sum += (double) status.barrierCycles / status.cycles;
      statuses++;
    }
  }

  @Override
  public double value() {
    return statuses == 0 ? 0 : sum / statuses;
  }

  @Override
  public Verdict endBlock() {
    boolean bad = value() > limit.getAsDouble();
    sum = 0;
    statuses = 0;
    return bad ? Verdict.BAD : Verdict.GOOD;
  }
}
