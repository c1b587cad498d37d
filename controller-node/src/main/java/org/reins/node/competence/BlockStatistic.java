package org.reins.node.competence;

import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.reins.node.messages.FilterStatus;

/** A metric that is the worst value, or the mean, of a number over the statuses of a block. */
final class BlockStatistic implements CompetenceMetric {
  /** How the statuses of a block are combined. */
  enum Kind {
    WORST,
    MEAN
  }

  private final String name;
  private final String unit;
  private final double tolerated;
  private final Kind kind;
  private final ToDoubleFunction<FilterStatus> number;
  private final DoubleSupplier limit;
  private double worst;
  private double sum;
  private int statuses;

  /**
   * Makes a metric.
   *
   * @param number number taken from a status; larger is worse
   * @param limit largest value that is still good
   */
  BlockStatistic(
      String name,
      String unit,
      double tolerated,
      Kind kind,
      ToDoubleFunction<FilterStatus> number,
      DoubleSupplier limit) {
    this.name = name;
    this.unit = unit;
    this.tolerated = tolerated;
    this.kind = kind;
    this.number = number;
    this.limit = limit;
  }

  /** A share of a status's cycles; 0 if there are no cycles. */
  static double share(int part, FilterStatus status) {
    return status.cycles > 0 ? (double) part / status.cycles : 0;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String unit() {
    return unit;
  }

  @Override
  public double tolerated() {
    return tolerated;
  }

  @Override
  public void observe(FilterStatus status) {
    double now = number.applyAsDouble(status);
    worst = statuses == 0 ? now : Math.max(worst, now);
    sum += now;
    statuses++;
  }

  @Override
  public double value() {
    if (statuses == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return kind == Kind.WORST ? worst : sum / statuses;
  }

  @Override
  public Verdict endBlock() {
    // NaN is never good, and no sum or maximum hides it.
    boolean bad = !(value() <= limit.getAsDouble());
    sum = 0;
    statuses = 0;
    return bad ? Verdict.BAD : Verdict.GOOD;
  }
}
