package org.reins.launch.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.launch.process.NodeProcess;
import org.reins.node.process.NodeClock;
import org.reins.node.watchdog.OperatorLink;
import org.reins.node.watchdog.RobotLink;
import org.reins.node.watchdog.WatchdogLink;
import org.reins.node.watchdog.WatchdogMain;
import org.reins.node.watchdog.WatchdogState;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** The watchdog as a process. */
@Timeout(900)
class WatchdogProcessTest {
  private static final RobotModel PANDA = RobotFiles.load("panda");

  @Test
  void theProcessWatchesHoldsAndIsReset_andLoadsNoMiddleware(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("watchdog");
    NodeProcess process = NodeProcess.watchdog(folder, List.of("--file", file.toString()));
    try (process) {
      assertTrue(Operator.await(process::isReady, 300), process.log());
      try (WatchdogLink filter = new WatchdogLink(file, PANDA, "effort");
          RobotLink robot = new RobotLink(file, PANDA, "effort");
          OperatorLink operator = new OperatorLink(file, PANDA, "effort")) {
        double[] rest = new double[7];
        robot.report(PANDA.posture(), rest, rest, NodeClock.nanos());
        assertTrue(
            Operator.await(() -> filter.objection(NodeClock.nanos()).isEmpty(), 60),
            filter.objection(NodeClock.nanos()));
        assertTrue(
            Operator.await(
                () -> {
                  filter.beat(false, NodeClock.nanos());
                  return operator.view().state() != WatchdogState.WAITING;
                },
                60));
        // No more heartbeats: what a process that was killed leaves behind.
        assertTrue(Operator.await(() -> operator.view().state() == WatchdogState.TRIPPED, 60));
        assertTrue(
            Operator.await(() -> robot.look(NodeClock.nanos()) == RobotLink.Obeys.WATCHDOG, 60));
        String maps = Files.readString(Path.of("/proc/" + process.pid() + "/maps"));
        for (String foreign : List.of("fastrtps", "ihmc", "djl", "onnx", "mujoco", "qp-filter")) {
          assertFalse(maps.contains(foreign), foreign);
        }
        String[] ask = {"--file", file.toString(), "--reset"};
        robot.report(PANDA.posture(), rest, rest, NodeClock.nanos());
        assertEquals(1, WatchdogMain.run(ask), "the filter has not come back");
        assertTrue(
            Operator.await(
                () -> {
                  robot.report(PANDA.posture(), rest, rest, NodeClock.nanos());
                  filter.rest(NodeClock.nanos());
                  return operator.reset().isEmpty();
                },
                60));
        assertEquals(WatchdogState.READY, operator.view().state());
        assertEquals(0, WatchdogMain.run("--file", file.toString(), "--status"));
      }
    }
    assertFalse(Files.exists(file), "it removes its file");
    assertEquals(2, WatchdogMain.run("--file", file.toString(), "--reset"));
    assertEquals(2, WatchdogMain.run("--timeout", "4"));
    assertEquals(2, WatchdogMain.run("--timeout", "NaN"));
    assertEquals(2, WatchdogMain.run("--nonsense"));
    assertEquals(2, WatchdogMain.run("--file"));
  }

  /** How soon is for the benchmark to say: a test must pass on a busy machine. */
  @Test
  @Tag("realtime")
  void whateverHappensToTheFiltersProcess_theWatchdogStopsTheArmAndKeepsIt(@TempDir Path folder)
      throws Exception {
    WatchedGraph.Setup setup = new WatchedGraph.Setup("panda", "effort", "broadcaster", 15);
    try (WatchedGraph graph = new WatchedGraph(setup, folder)) {
      WatchdogTrial trial = new WatchdogTrial(graph);
      for (ProcessFault fault : List.of(ProcessFault.PAUSED, ProcessFault.KILLED)) {
        WatchdogTrial.Result result = trial.run(fault);
        assertTrue(result.tripped(), fault + ": " + result);
        assertTrue(Double.isFinite(result.restMs()), fault + ": " + result);
        assertTrue(result.latched(), fault + ": " + result);
        assertTrue(result.reported(), fault + ": " + result);
      }
    }
  }
}
