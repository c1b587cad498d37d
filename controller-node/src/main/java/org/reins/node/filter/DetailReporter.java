package org.reins.node.filter;

import org.HdrHistogram.Histogram;
import org.reins.node.NodeShell;
import org.reins.node.NodeTime;
import org.reins.node.messages.FilterDetail;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;

/**
 * Publishes one cycle in detail on {@code ~/detail}, twenty times a second while a node subscribes.
 * Used by the reporter's thread only.
 */
final class DetailReporter {
  private static final long EVERY_NANOS = 1_000_000_000L / FilterDetail.RATE;

  private final NodeTime time;
  private final RosPublisher<ValueMessage<FilterDetail>> topic;
  private final ValueMessage<FilterDetail> message = new ValueMessage<>();
  private long next = NodeClock.nanos();
  private long rows;

  DetailReporter(NodeShell shell) {
    time = shell.time();
    topic = shell.ros().publisher(FilterDetail.TYPE, "~/detail", Qos.COMMAND);
  }

  /** Publishes the latest detail of a loop if it is time. */
  void publish(LoopProbe probe, RobotControl control) {
    CycleDetail d = probe.take();
    if (d == null) {
      return;
    }
    rows |= d.activeRows;
    long now = NodeClock.nanos();
    if (now - next < 0) {
      return;
    }
    // Late by less than a period, the next one is not: the rate is kept.
    next = now - next < EVERY_NANOS ? next + EVERY_NANOS : now + EVERY_NANOS;
    if (topic.matched() > 0) {
      d.activeRows = rows;
      message.value = d.message(control.robot().jointNames(), control.rows(), time.stampNanos());
      topic.publish(message);
    }
    rows = 0;
  }

  /** Response times in words: median, 99th percentile and largest, µs; empty without any. */
  static String responses(Histogram times) {
    return times.getTotalCount() == 0
        ? ""
        : Math.round(times.getValueAtPercentile(50) * 1e-3)
            + " / "
            + Math.round(times.getValueAtPercentile(99) * 1e-3)
            + " / "
            + Math.round(times.getMaxValue() * 1e-3);
  }
}
