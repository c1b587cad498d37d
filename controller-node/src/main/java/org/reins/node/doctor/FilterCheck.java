package org.reins.node.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.RehearsalTimes;
import org.reins.robot.model.RobotModel;
import org.reins.robot.model.RobotWarnings;

/** The robot, its barrier and constraints in a filter: do they fit, and how long is a cycle? */
final class FilterCheck {
  // Of a period: what the loop has left for waiting, the middleware and other threads.
  private static final double LARGEST_SHARE = 0.3;

  private FilterCheck() {}

  /** Configures a node that was just created, then closes it. */
  static List<Finding> run(RobotModel robot, FilterNode node) {
    List<Finding> all = new ArrayList<>();
    try (node) {
      String failed = node.configure();
      if (!failed.isEmpty()) {
        all.add(
            Finding.fault(
                "robot and barrier",
                failed,
                "mend that, or start with --barrier none to see more"));
        return all;
      }
      all.add(Finding.ok("robot and barrier", node.description()));
      for (String warning : RobotWarnings.of(robot)) {
        all.add(Finding.warning("robot file", warning, "see docs/robot-file.md"));
      }
      all.add(cycle(robot, node.rehearsal()));
    }
    return all;
  }

  static Finding cycle(RobotModel robot, RehearsalTimes times) {
    double period = 1e9 / robot.control().rateHz();
    return Finding.unless(
        times.p99Nanos() > LARGEST_SHARE * period,
        "self-test",
        String.format(
            Locale.ROOT,
            "%d made-up cycles with torques inside the limits; one takes %.1f us in the median,"
                + " %.1f us at 99 %%, of %.0f us",
            times.cycles(),
            times.medianNanos() / 1e3,
            times.p99Nanos() / 1e3,
            period / 1e3),
        "use fewer constraints, a smaller barrier or a faster core: the filter needs time left in"
            + " each period");
  }
}
