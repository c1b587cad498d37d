package org.reins.node.competence;

import java.util.function.DoubleSupplier;
import org.reins.node.messages.FilterStatus;

/**
 * Largest change of the policy's nominal torque from one cycle to the next, as a share of the
 * torque limit: how jerky it is.
 */
public final class ActionJerk implements CompetenceMetric {
  private final DoubleSupplier limit;
  private double sum;
  private int statuses;

  /**
   * Makes the metric.
   *
   * @param limit largest that is still good
   */
  public ActionJerk(DoubleSupplier limit) {
    this.limit = limit;
  }

  @Override
  public String name() {
    return "jerk of the action";
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
    sum += status.nominalJump;
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
