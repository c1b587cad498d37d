package org.reins.node.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.FilterStatus;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;

class PlannerNodeTest {
  @Test
  void cleanWorkUnderChallengeRaisesTheLevelAndADisturbanceDropsIt() throws InterruptedException {
    InProcessBackend backend = new InProcessBackend();
    LinkedBlockingQueue<Integer> levels = new LinkedBlockingQueue<>();
    try (RosNode ros = backend.createNode(NodeNames.of("planner"));
        RosNode filter = backend.createNode(NodeNames.of("filter"));
        PlannerNode planner =
            new PlannerNode(
                NodeShell.of(ros, "envelope_planner", Map.of()), EnvelopeLevels.DEFAULT)) {
      RosPublisher<FilterStatus> statuses =
          filter.publisher(FilterStatus.TYPE, "/safety_filter/status", Qos.RELIABLE);
      filter.subscribe(
          EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED, m -> levels.add(m.level));
      FilterStatus status = new FilterStatus();
      status.speedScale = 0.45;
      status.speedShare = 0.4;
      status.barrierMargin = 0.1;
      status.obstacleMargin = 0.1;
      planner.start();
      // One status an envelope: the planner sets the pace.
      awaitLevel(levels, 1, () -> statuses.publish(status));
      status.disturbance = 0.5;
      statuses.publish(status);
      awaitLevel(levels, 0, () -> {});
      List<LevelChange> changes = planner.changes();
      assertEquals(2, changes.size());
      assertTrue(changes.get(1).why().startsWith("disturbance"), changes.get(1).why());
    }
  }

  private static void awaitLevel(
      LinkedBlockingQueue<Integer> levels, int wanted, Runnable onOtherLevel)
      throws InterruptedException {
    for (int k = 0; k < 1_000; k++) {
      Integer level = levels.poll(30, TimeUnit.SECONDS);
      assertNotNull(level, "the planner fell silent");
      if (level == wanted) {
        return;
      }
      onOtherLevel.run();
    }
    throw new AssertionError("level " + wanted + " never came");
  }
}
