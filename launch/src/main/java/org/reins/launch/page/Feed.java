package org.reins.launch.page;

import java.util.List;
import java.util.function.Supplier;
import org.reins.filter.constraint.RowName;
import org.reins.node.filter.CycleDetail;
import org.reins.node.filter.CycleReport;
import org.reins.node.filter.StatusWindow;
import org.reins.node.messages.FilterStatus;
import org.reins.node.page.PageBoard;
import org.reins.node.process.NodeClock;
import org.reins.robot.model.RobotModel;

/**
 * Puts the cycles of a simulation in lockstep on a board, in the same terms as a node's topics: a
 * status every ten cycles, and a cycle in detail twenty times a second of this machine's time. Not
 * thread-safe.
 */
final class Feed {
  private static final int CYCLES_PER_STATUS = 10;
  private static final long DETAIL_NANOS = 40_000_000;

  private final PageBoard board;
  private final RobotModel robot;
  private final List<RowName> rows;
  private final StatusWindow window;
  private final FilterStatus status = new FilterStatus();
  private final CycleDetail detail;
  private long active;
  private long shown;

  /**
   * Prepares a feed.
   *
   * @param rows names of the constraint rows
   * @param joints number of joints in the cycles' reports
   */
  Feed(PageBoard board, RobotModel robot, List<RowName> rows, int joints) {
    this.board = board;
    this.robot = robot;
    this.rows = rows;
    window = new StatusWindow(joints);
    detail = new CycleDetail(robot.dof());
    // No profile is in force without a node.
    status.profile = -1;
  }

  /**
   * Takes a cycle.
   *
   * @param report of the filter; null without a filter
   * @param filler fills in and returns the cycle in detail, when it is wanted
   */
  void add(CycleReport report, Supplier<CycleDetail> filler) {
    if (report != null) {
      active |= report.activeRows;
      window.add(report);
      if (window.cycles() == CYCLES_PER_STATUS) {
        window.write(status, 0);
        window.clear();
        board.status(status);
      }
    }
    long now = NodeClock.nanos();
    if (now - shown < DETAIL_NANOS) {
      return;
    }
    shown = now;
    detail.clear();
    CycleDetail d = filler.get();
    d.activeRows = active;
    active = 0;
    board.detail(d.message(robot.jointNames(), rows, NodeClock.wallNanos()));
  }

  /** The detail to fill in, cleared. */
  CycleDetail detail() {
    return detail;
  }
}
