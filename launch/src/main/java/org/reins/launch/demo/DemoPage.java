package org.reins.launch.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.foxglove.FilterFeed;
import org.reins.node.foxglove.FoxgloveParameters;
import org.reins.node.foxglove.FoxgloveServer;
import org.reins.node.foxglove.FoxgloveServices;
import org.reins.node.page.PageBoard;
import org.reins.node.page.PageControls;
import org.reins.node.page.PageNode;
import org.reins.node.page.PageOptions;
import org.reins.node.page.PageServer;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;

/** The live page of a demo; without a page, all of this does nothing. */
final class DemoPage implements AutoCloseable {
  private static final String FILTER = "/safety_filter";

  private final PageBoard board;
  private final PageServer server;
  private final FoxgloveServer foxglove;
  private PageNode node;
  private FilterFeed feed;

  private DemoPage(PageBoard board, PageServer server, FoxgloveServer foxglove) {
    this.board = board;
    this.server = server;
    this.foxglove = foxglove;
  }

  /** Serves a page if one is wanted, and prints its address. */
  static DemoPage open(PageOptions options, boolean headless, RobotModel robot) {
    PageBoard board = new PageBoard(PageControls.NONE);
    board.robot(robot);
    FoxgloveServer foxglove =
        new FoxgloveServer(
            "Reins demo",
            Map.of("robot", robot.name()),
            FoxgloveParameters.NONE,
            FoxgloveServices.NONE);
    return new DemoPage(board, options.serve(board, headless, () -> foxglove), foxglove);
  }

  /** What the page shows; null without a page. */
  PageBoard board() {
    return server == null ? null : board;
  }

  /**
   * Shows a run of nodes, until {@link #silence}.
   *
   * @param name of the run
   * @param domain of DDS
   */
  void listen(String name, int domain) {
    if (server == null) {
      return;
    }
    silence();
    board.begin(name.replace('_', ' '), "");
    EmbeddedBackend graph = new EmbeddedBackend(domain);
    RosNode own = graph.createNode(NodeNames.of("page"));
    node = new PageNode(own, board, FILTER);
    feed = new FilterFeed(foxglove, own, FILTER, () -> graph.createNode(NodeNames.of("foxglove")));
  }

  /** The run has ended. */
  void silence() {
    if (node != null) {
      feed.close();
      node.close();
      node = null;
    }
  }

  /** Compares the runs so far, by the judge's truth. */
  void compare(List<PhaseResult> results) {
    List<PageBoard.Comparison.Row> rows = new ArrayList<>();
    rows.add(row("violations, all", results, w -> w.path("violations").asText()));
    for (String kind : List.of("zone", "table", "joint_speed", "torque", "torque_rate")) {
      rows.add(
          row(
              "violations: " + kind.replace('_', ' '),
              results,
              w -> w.path("violations_by_kind").path(kind).asText()));
    }
    rows.add(
        row(
            "goals reached",
            results,
            w -> w.path("goals").asText() + " of " + w.path("goals_offered").asText()));
    board.compare(
        new PageBoard.Comparison(
            results.stream().map(r -> r.phase().key().replace('_', ' ')).toList(), rows));
  }

  private static PageBoard.Comparison.Row row(
      String label, List<PhaseResult> results, Function<JsonNode, String> cell) {
    return new PageBoard.Comparison.Row(
        label, results.stream().map(r -> cell.apply(r.world())).toList());
  }

  @Override
  public void close() {
    silence();
    foxglove.close();
    if (server != null) {
      server.close();
    }
  }
}
