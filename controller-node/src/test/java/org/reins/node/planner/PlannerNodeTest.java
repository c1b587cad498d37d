package org.reins.node.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Flag;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;

class PlannerNodeTest {
  @Test
  void cleanWorkUnderChallengeRaisesTheLevelAndADisturbanceDropsIt() throws InterruptedException {
    InProcessBackend backend = new InProcessBackend();
    LinkedBlockingQueue<Integer> levels = new LinkedBlockingQueue<>();
    try (RosNode ros = backend.createNode(NodeNames.of("planner"));
        RosNode filter = backend.createNode(NodeNames.of("filter"));
        PlannerNode planner =
            new PlannerNode(
                NodeShell.of(ros, "envelope_planner", Map.of()),
                EnvelopeLevels.DEFAULT,
                null,
                "policy")) {
      RosPublisher<FilterStatus> statuses =
          filter.publisher(FilterStatus.TYPE, "/safety_filter/status", Qos.RELIABLE);
      filter.subscribe(
          EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED, m -> levels.add(m.level));
      FilterStatus status = clean();
      planner.start();
      // One status an envelope: the planner sets the pace.
      awaitLevel(
          levels,
          1,
          () -> {
            status.postureCell++;
            statuses.publish(status);
          });
      status.disturbance = 0.5;
      statuses.publish(status);
      awaitLevel(levels, 0, () -> {});
      List<LevelChange> changes = planner.changes();
      assertEquals(2, changes.size());
      assertTrue(changes.get(1).why().startsWith("disturbance"), changes.get(1).why());
    }
  }

  @Test
  void theLevelOutlivesTheNodeForTheSameConfigurationOnly(@TempDir Path folder)
      throws InterruptedException {
    Path file = folder.resolve("memory").resolve("level.properties");
    Map<String, ParameterValue> remembering =
        Map.of("planner.memory_file", ParameterValue.of(file.toString()));
    assertEquals(List.of(), firstChanges(remembering, "policy", 7, true));
    List<LevelChange> again = firstChanges(remembering, "policy", 7, false);
    assertEquals(1, again.size());
    assertEquals(1, again.get(0).to());
    assertTrue(again.get(0).why().startsWith("earned in an earlier run"), again.toString());
    assertEquals(List.of(), firstChanges(remembering, "another policy", 7, false));
    assertEquals(List.of(), firstChanges(remembering, "policy", 8, false));
  }

  @Test
  void tasksThatFailByTheWorldsWordKeepTheLevelDown() throws InterruptedException {
    InProcessBackend backend = new InProcessBackend();
    LinkedBlockingQueue<Integer> levels = new LinkedBlockingQueue<>();
    try (RosNode ros = backend.createNode(NodeNames.of("planner"));
        RosNode world = backend.createNode(NodeNames.of("world"));
        PlannerNode planner =
            new PlannerNode(
                NodeShell.of(ros, "envelope_planner", Map.of()),
                EnvelopeLevels.DEFAULT,
                null,
                "policy")) {
      RosPublisher<FilterStatus> statuses =
          world.publisher(FilterStatus.TYPE, "/safety_filter/status", Qos.RELIABLE);
      RosPublisher<ValueMessage<Boolean>> tasks =
          world.publisher(Flag.TYPE, "/task/success", Qos.RELIABLE);
      world.subscribe(
          EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED, m -> levels.add(m.level));
      FilterStatus status = clean();
      ValueMessage<Boolean> failed = new ValueMessage<>();
      failed.value = false;
      tasks.publish(failed);
      planner.start();
      for (int k = 0; k < 120; k++) {
        assertNotNull(levels.poll(30, TimeUnit.SECONDS));
        status.postureCell++;
        statuses.publish(status);
        if (k % 10 == 0) {
          tasks.publish(failed);
        }
      }
      // Without the tasks these twelve seconds are enough, as the test above shows.
      assertEquals(List.of(), planner.changes());
    }
  }

  private static FilterStatus clean() {
    FilterStatus status = new FilterStatus();
    status.speedScale = 0.45;
    status.speedShare = 0.4;
    status.barrierMargin = 0.1;
    status.obstacleMargin = 0.1;
    return status;
  }

  /** Changes at the first envelope after a status; with climb it goes on to level 1 afterwards. */
  private static List<LevelChange> firstChanges(
      Map<String, ParameterValue> parameters, String policy, long configuration, boolean climb)
      throws InterruptedException {
    InProcessBackend backend = new InProcessBackend();
    LinkedBlockingQueue<Integer> levels = new LinkedBlockingQueue<>();
    try (RosNode ros = backend.createNode(NodeNames.of("planner"));
        RosNode filter = backend.createNode(NodeNames.of("filter"));
        PlannerNode planner =
            new PlannerNode(
                NodeShell.of(ros, "envelope_planner", parameters),
                EnvelopeLevels.DEFAULT,
                null,
                policy)) {
      RosPublisher<FilterStatus> statuses =
          filter.publisher(FilterStatus.TYPE, "/safety_filter/status", Qos.RELIABLE);
      filter.subscribe(
          EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED, m -> levels.add(m.level));
      FilterStatus status = clean();
      status.configuration = configuration;
      statuses.publish(status);
      planner.start();
      assertNotNull(levels.poll(30, TimeUnit.SECONDS));
      List<LevelChange> first = planner.changes();
      if (climb) {
        awaitLevel(
            levels,
            1,
            () -> {
              status.postureCell++;
              statuses.publish(status);
            });
      }
      return first;
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
