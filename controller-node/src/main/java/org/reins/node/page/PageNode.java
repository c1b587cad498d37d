package org.reins.node.page;

import org.reins.node.messages.Diagnostics;
import org.reins.node.messages.EnvelopeState;
import org.reins.node.messages.FilterDetail;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Log;
import org.reins.node.messages.Markers;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;

/**
 * Fills a board from the topics of a running filter and planner, as any ROS client could: nothing
 * of the page reaches into the control loop.
 */
public final class PageNode implements AutoCloseable {
  private final RosNode node;

  /**
   * Subscribes.
   *
   * @param node of the page; closed with this
   * @param board to fill
   * @param filter full name of the filter's node, such as {@code /safety_filter}
   */
  public PageNode(RosNode node, PageBoard board, String filter) {
    this.node = node;
    node.subscribe(FilterStatus.TYPE, filter + "/status", Qos.STATUS, board::status);
    node.subscribe(FilterDetail.TYPE, filter + "/detail", Qos.STATE, m -> board.detail(m.value));
    node.subscribe(
        EnvelopeState.TYPE, filter + "/envelope", Qos.LATCHED, m -> board.envelope(m.value));
    node.subscribe(Markers.TYPE, filter + "/markers", Qos.LATCHED, m -> board.obstacles(m.value));
    node.subscribe(Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE, m -> diagnosed(board, m.value));
    node.subscribe(Log.TYPE, "/rosout", Qos.LOG, m -> board.log(m.value));
  }

  private static void diagnosed(PageBoard board, Diagnostics d) {
    if (d.name().endsWith(": filter")) {
      board.filter(d);
    } else if (d.name().endsWith(": planner")) {
      board.planner(d);
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
