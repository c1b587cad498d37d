package org.reins.node.planner;

import java.util.List;
import java.util.Locale;
import org.reins.node.NodeShell;
import org.reins.node.Refusals;
import org.reins.node.messages.Diagnostics;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;

/** The planner on {@code /diagnostics}, once a second. Not thread-safe. */
final class PlannerReport {
  private static final long SECOND = 1_000_000_000L;

  private final NodeShell shell;
  private final Refusals refusals;
  private final String name;
  private final RosPublisher<ValueMessage<Diagnostics>> topic;
  private final ValueMessage<Diagnostics> message = new ValueMessage<>();
  private long refusedBefore;
  private long next = NodeClock.nanos();

  PlannerReport(NodeShell shell, Refusals refusals) {
    this.shell = shell;
    this.refusals = refusals;
    name = shell.ros().names().node().full().substring(1) + ": planner";
    topic = shell.ros().publisher(Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE);
  }

  /**
   * Publishes once per second.
   *
   * @param setback why evidence was last dropped; empty if none was dropped yet
   * @param publishers number of nodes that publish the filter's status
   */
  void publish(GateState state, String setback, int publishers) {
    if (NodeClock.nanos() - next < 0) {
      return;
    }
    next = NodeClock.nanos() + SECOND;
    long refused = refusals.count();
    boolean fresh = refused > refusedBefore;
    refusedBefore = refused;
    String text = "level " + state.level();
    if (publishers > 1) {
      text = publishers + " nodes publish the filter's status: there must be exactly one";
    } else if (fresh) {
      text = "statuses are refused, " + refusals.reason();
    }
    message.value =
        new Diagnostics(
            shell.time().stampNanos(),
            publishers > 1 ? 2 : fresh ? 1 : 0,
            name,
            text,
            "",
            List.of(
                value("level", "%d", state.level()),
                value("evidence", "%.2f", state.evidence()),
                value("evidence needed", "%.2f", state.needed()),
                value("least evidence on", "%s", state.weakest()),
                value("last setback", "%s", setback),
                value("seconds at the level", "%.1f", state.seconds()),
                value("statuses refused", "%d", refused),
                value("publishers of the status", "%d", publishers)));
    topic.publish(message);
  }

  private static Diagnostics.KeyValue value(String key, String format, Object content) {
    return new Diagnostics.KeyValue(key, String.format(Locale.ROOT, format, content));
  }
}
