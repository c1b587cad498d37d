package org.reins.node.competence;

import java.util.function.DoubleSupplier;
import org.reins.node.messages.FilterStatus;

/**
 * Torque that the model does not explain, as a share of the torque limit: how well the robot
 * follows what is computed for it.
 */
public final class UnexplainedTorque implements CompetenceMetric {
  private final DoubleSupplier limit;
  private double worst = 0;

  /**
   * Makes the metric.
   *
   * @param limit largest that is still good
   */
  public UnexplainedTorque(DoubleSupplier limit) {
    this.limit = limit;
  }

  @Override
  public String name() {
    return "unexplained torque";
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
    worst = Math.max(worst, status.disturbance);
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
