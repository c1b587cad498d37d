package org.reins.launch.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.Obstacles;
import org.reins.launch.page.ArmFeed;
import org.reins.node.arm.MarkerScene;
import org.reins.node.assembly.FilterAssembly;
import org.reins.node.page.PageBoard;
import org.reins.node.page.PageControls;
import org.reins.node.page.PageOptions;
import org.reins.node.page.PageServer;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ClosedLoop;
import org.reins.sim.cell.Cell;

/** The live page of a simulation in lockstep; without a page, all of this does nothing. */
final class SimPage implements AutoCloseable {
  private static final List<String> LABELS =
      List.of("goals reached", "violations, all", "violations: zone", "violations: table");

  private final RobotModel robot;
  private final PageBoard board;
  private final PageServer server;
  private final Map<String, long[]> results = new LinkedHashMap<>();
  private ArmFeed feed;

  private SimPage(Cell cell, PageBoard board, PageServer server) {
    robot = cell.robot();
    this.board = board;
    this.server = server;
  }

  /** Serves a page if one is wanted, and prints its address. */
  static SimPage open(PageOptions options, Cell cell) {
    PageBoard board = new PageBoard(PageControls.NONE);
    board.robot(cell.robot());
    board.obstacles(
        new MarkerScene(Obstacles.of(FilterAssembly.planes(ConstraintFile.NONE)), List.of())
            .of(null, 0));
    return new SimPage(cell, board, options.serve(board, false, () -> null));
  }

  /** A run of a seed begins. */
  void begin(String name, int seed, ClosedLoop loop) {
    if (server == null) {
      return;
    }
    board.begin(
        name.replace('_', ' '), "seed " + seed + ", in lockstep, not at the pace of the clock");
    feed = new ArmFeed(board, robot, loop.rows());
  }

  /** A cycle was run. */
  void see(ClosedLoop loop) {
    if (server != null) {
      feed.see(loop.lastInput(), loop.lastOutput(), loop.lastCommand());
    }
  }

  /** The results of a run over the seeds so far. */
  void results(String name, long... counts) {
    if (server == null) {
      return;
    }
    results.put(name, counts);
    List<PageBoard.Comparison.Row> rows = new ArrayList<>();
    for (int k = 0; k < LABELS.size(); k++) {
      int which = k;
      rows.add(
          new PageBoard.Comparison.Row(
              LABELS.get(k), results.values().stream().map(c -> Long.toString(c[which])).toList()));
    }
    board.compare(
        new PageBoard.Comparison(
            results.keySet().stream().map(n -> n.replace('_', ' ')).toList(), rows));
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
