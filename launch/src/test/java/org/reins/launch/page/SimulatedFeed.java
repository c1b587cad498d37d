package org.reins.launch.page;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.Obstacles;
import org.reins.launch.experiment.WildTargets;
import org.reins.launch.models.LearnedModels;
import org.reins.node.arm.MarkerScene;
import org.reins.node.assembly.FilterAssembly;
import org.reins.node.messages.Diagnostics;
import org.reins.node.messages.Diagnostics.KeyValue;
import org.reins.node.messages.EnvelopeState;
import org.reins.node.messages.Log;
import org.reins.node.page.PageBoard;
import org.reins.node.process.Waiting;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** A Panda that chases wild targets in real time under its filter, on a board. */
final class SimulatedFeed implements AutoCloseable {
  private final PageBoard board;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean running = true;
  private volatile boolean paused;

  SimulatedFeed(PageBoard board) {
    this.board = board;
    thread =
        new Thread(
            () -> {
              try {
                run();
              } finally {
                ended.countDown();
              }
            },
            "feed");
    thread.setDaemon(true);
    thread.start();
  }

  /** Holds the world, or lets it go on. */
  void pause(boolean on) {
    paused = on;
  }

  private void run() {
    RobotModel panda = RobotFiles.load("panda");
    SafetyFilter filter =
        LearnedModels.filter(panda, LearnedModels.barrier(LearnedModels.BUILT_IN));
    ArmFeed feed = new ArmFeed(board, panda, filter.rows());
    board.robot(panda);
    board.begin("filtered", "wild targets");
    board.obstacles(
        new MarkerScene(Obstacles.of(FilterAssembly.planes(ConstraintFile.NONE)), List.of())
            .of(null, 0));
    board.latency("24 / 61 / 130");
    board.log(new Log(1_700_000_000_000_000_000L, Log.WARN, "safety_filter", "unusual rate"));
    WildTargets targets = new WildTargets(panda, filter, 1);
    long[] begin = {System.nanoTime()};
    double[] reported = {-1};
    while (running) {
      begin[0] = System.nanoTime();
      reported[0] = -1;
      targets.run(
          3,
          30,
          (time, in, out, command) -> {
            if (!running) {
              return;
            }
            if (time - reported[0] > 0.5) {
              reported[0] = time;
              report();
            }
            feed.see(in, out, command);
            while (running && paused) {
              report();
              begin[0] += 20_000_000;
              LockSupport.parkNanos(20_000_000);
            }
            long left = begin[0] + Math.round(1e9 * time) - System.nanoTime();
            if (left > 0) {
              LockSupport.parkNanos(left);
            }
          });
    }
  }

  private void report() {
    board.envelope(new EnvelopeState(0, 0, 0.4, 0.6, 0.02, 1, 1, 1, 1, true));
    board.filter(
        new Diagnostics(
            0,
            0,
            "safety_filter: filter",
            "",
            "panda",
            List.of(new KeyValue("lifecycle state", "active"))));
    board.planner(
        new Diagnostics(
            0,
            0,
            "envelope_planner: planner",
            "level 0",
            "",
            List.of(
                new KeyValue("evidence", "35.2"),
                new KeyValue("evidence needed", "160.00"),
                new KeyValue("least evidence on", "interventions of the barrier"))));
  }

  @Override
  public void close() {
    running = false;
    Waiting.forEnd(thread, ended);
  }
}
