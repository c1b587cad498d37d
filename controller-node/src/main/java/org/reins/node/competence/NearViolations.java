package org.reins.node.competence;

import java.util.function.DoubleSupplier;
import org.reins.node.messages.FilterStatus;

/**
 * How deep the arm was inside of a margin that it should keep from an obstacle or from the boundary
 * of the learned barrier.
 */
public final class NearViolations implements CompetenceMetric {
  private final DoubleSupplier limit;
  private double worst = Double.NEGATIVE_INFINITY;

  /**
   * Makes the metric.
   *
   * @param limit deepest that is still good, m
   */
  public NearViolations(DoubleSupplier limit) {
    this.limit = limit;
  }

  @Override
  public String name() {
    return "near-violations";
  }

  @Override
  public String unit() {
    return "m";
  }

  @Override
  public double tolerated() {
    return 0.2;
  }

  @Override
  public void observe(FilterStatus status) {
    worst = Math.max(worst, -status.obstacleMargin);
    if (status.barrierMargin < Double.POSITIVE_INFINITY) {
      worst = Math.max(worst, -status.barrierMargin);
    }
  }

  @Override
  public double value() {
    return worst;
  }

  @Override
  public Verdict endBlock() {
    boolean bad = worst > limit.getAsDouble();
    worst = Double.NEGATIVE_INFINITY;
    return bad ? Verdict.BAD : Verdict.GOOD;
  }
}
