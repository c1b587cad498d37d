package org.reins.launch.page;

import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.filter.legged.WalkController;
import org.reins.filter.legged.WalkGuard;
import org.reins.filter.legged.WalkState;
import org.reins.launch.walk.WalkSuite;
import org.reins.node.filter.CycleDetail;
import org.reins.node.filter.CycleReport;
import org.reins.node.page.PageBoard;
import org.reins.node.walk.WalkMetrics;
import org.reins.robot.model.RobotModel;
import org.reins.sim.legged.LeggedSim;
import org.reins.sim.legged.WalkingRobot;

/** Puts the motor periods of a simulated walk on a board. Not thread-safe. */
public final class WalkFeed implements WalkSuite.Watcher {
  private final RobotModel robot;
  private final double metres;
  private final CycleReport report = new CycleReport(0);
  private final Feed feed;

  /** Prepares a feed. */
  public WalkFeed(PageBoard board, RobotModel robot) {
    this.robot = robot;
    metres = WalkState.fallDepth(new WalkController(robot, null).height());
    feed = new Feed(board, robot, WalkMetrics.ROWS, 0);
  }

  @Override
  public void see(double time, WalkSuite.Subject subject) {
    WalkGuard guard = subject.guard();
    WalkingRobot walker = subject.walker();
    if (guard != null) {
      fill(guard, walker);
    }
    feed.add(guard == null ? null : report, () -> detail(walker));
  }

  private void fill(WalkGuard guard, WalkingRobot walker) {
    boolean reduced = guard.share() < 1;
    boolean changed = guard.hasChangedTorque();
    report.action =
        guard.isSilent()
            ? FilterAction.FALLBACK
            : reduced || changed ? FilterAction.MODIFIED : FilterAction.PASS;
    report.reason =
        guard.isSilent()
            ? FilterReason.STATE_STALE
            : reduced || changed ? FilterReason.CONSTRAINT : FilterReason.NONE;
    report.barrierActive = reduced;
    report.barrierMargin = guard.safety() * metres;
    report.activeRows = (reduced ? WalkMetrics.BARRIER : 0) | (changed ? WalkMetrics.JOINTS : 0);
    report.intervention = reduced ? 1 - guard.share() : 0;
    double[] speeds = walker.sim().trueQd();
    report.speedShare = 0;
    for (int i = 0; i < speeds.length; i++) {
      double limit = robot.joints().get(i).limits().velocity();
      report.speedShare = Math.max(report.speedShare, Math.abs(speeds[i]) / limit);
    }
  }

  private CycleDetail detail(WalkingRobot walker) {
    CycleDetail d = feed.detail();
    LeggedSim sim = walker.sim();
    int n = robot.dof();
    System.arraycopy(sim.trueQ(), 0, d.position, 0, n);
    System.arraycopy(sim.trueQd(), 0, d.velocity, 0, n);
    System.arraycopy(walker.nominal(), 0, d.nominal, 0, n);
    System.arraycopy(walker.torque(), 0, d.command, 0, n);
    System.arraycopy(sim.trueQuaternion(), 0, d.orientation, 0, d.orientation.length);
    System.arraycopy(walker.twist(), 0, d.followed, 0, d.followed.length);
    return d;
  }
}
