package org.reins.node.competence;

import org.reins.node.messages.FilterStatus;

/**
 * Whether the tasks set by the world are completed. The world reports this, not the policy. A block
 * in which no task ended gives no verdict. If the world never reports a task, the metric is
 * ignored.
 */
public final class TaskSuccess implements CompetenceMetric {
  private int ended;
  private int failed;

  /** Takes the end of a task. */
  public void taskEnded(boolean success) {
    ended++;
    if (!success) {
      failed++;
    }
  }

  @Override
  public String name() {
    return "failed tasks";
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
  public void observe(FilterStatus status) {}

  @Override
  public double value() {
    return ended == 0 ? 0 : (double) failed / ended;
  }

  @Override
  public Verdict endBlock() {
    Verdict verdict = ended == 0 ? Verdict.NONE : 2 * failed > ended ? Verdict.BAD : Verdict.GOOD;
    ended = 0;
    failed = 0;
    return verdict;
  }
}
