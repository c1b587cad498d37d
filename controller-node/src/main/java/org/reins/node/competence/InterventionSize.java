package org.reins.node.competence;

import java.util.function.DoubleSupplier;
import org.reins.node.messages.FilterStatus;

/**
 * How much of the policy's command the filter changed, ‖u − uNom‖ / ‖uMax‖: the mean over the block
 * of each status's worst.
 */
public final class InterventionSize implements CompetenceMetric {
  private final DoubleSupplier limit;
  private double sum;
  private int statuses;

  /**
   * Makes the metric.
   *
   * @param limit largest that is still good
   */
  public InterventionSize(DoubleSupplier limit) {
    this.limit = limit;
  }

  @Override
  public String name() {
    return "size of interventions";
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
    sum += status.intervention;
    statuses++;
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
