package org.reins.launch.page;

import java.util.List;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.constraint.RowName;
import org.reins.node.arm.ArmMetrics;
import org.reins.node.filter.CycleDetail;
import org.reins.node.filter.CycleReport;
import org.reins.node.page.PageBoard;
import org.reins.robot.model.RobotModel;

/** Puts the cycles of a simulated arm on a board. Not thread-safe. */
public final class ArmFeed {
  private final ArmMetrics metrics;
  private final CycleReport report;
  private final Feed feed;

  /**
   * Prepares a feed.
   *
   * @param rows names of the filter's constraint rows; none without a filter
   */
  public ArmFeed(PageBoard board, RobotModel robot, List<RowName> rows) {
    metrics = new ArmMetrics(robot);
    report = new CycleReport(robot.dof());
    feed = new Feed(board, robot, rows, robot.dof());
  }

  /**
   * Takes a cycle.
   *
   * @param in the filter's input; not retained
   * @param out the filter's output; null without a filter; not retained
   * @param command torques that were sent, N·m; not retained
   */
  public void see(FilterInput in, FilterOutput out, double[] command) {
    if (out != null) {
      metrics.report(out, in, report);
    }
    feed.add(out == null ? null : report, () -> fill(in, out, command));
  }

  private CycleDetail fill(FilterInput in, FilterOutput out, double[] command) {
    CycleDetail d = feed.detail();
    int n = command.length;
    System.arraycopy(in.q, 0, d.position, 0, n);
    System.arraycopy(in.qd, 0, d.velocity, 0, n);
    System.arraycopy(in.target, 0, d.target, 0, n);
    System.arraycopy(out == null ? command : out.nominal, 0, d.nominal, 0, n);
    System.arraycopy(command, 0, d.command, 0, n);
    if (out != null) {
      d.rows(out.left, out.limits);
    }
    return d;
  }
}
