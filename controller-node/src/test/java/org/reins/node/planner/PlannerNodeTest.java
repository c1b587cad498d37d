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
import org.reins.node.process.NodeClock;
import org.reins.node.process.RisingStamps;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;

class PlannerNodeTest {
  /** A planner, and a world that sends it statuses of clean work. */
  private static final class Scene implements AutoCloseable {
    private final InProcessBackend backend = new InProcessBackend();
    private final RosNode ros = backend.createNode(NodeNames.of("planner"));
    private final RosNode world = backend.createNode(NodeNames.of("world"));
    private final LinkedBlockingQueue<Integer> levels = new LinkedBlockingQueue<>();
    private final FilterStatus status = new FilterStatus();
    private final RosPublisher<FilterStatus> statuses;
    private final RisingStamps stamps = new RisingStamps();
    private final PlannerNode planner;

    Scene(Map<String, ParameterValue> parameters, String policy) {
      planner =
          new PlannerNode(
              NodeShell.of(ros, "envelope_planner", parameters),
              EnvelopeLevels.DEFAULT,
              null,
              policy);
      statuses = world.publisher(FilterStatus.TYPE, "/safety_filter/status", Qos.RELIABLE);
      world.subscribe(
          EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED, m -> levels.add(m.level));
      status.cycles = 10;
      status.speedScale = 0.45;
      status.speedShare = 0.4;
      status.barrierMargin = 0.1;
      status.obstacleMargin = 0.1;
    }

    void work() {
      status.postureCell++;
      send();
    }

    void send() {
      status.header.stampNanos = stamps.next(NodeClock.wallNanos());
      statuses.publish(status);
    }

    /** The level of the next envelope. */
    int next() throws InterruptedException {
      Integer level = levels.poll(30, TimeUnit.SECONDS);
      assertNotNull(level, "the planner fell silent");
      return level;
    }

    /** One status an envelope, so that the planner sets the pace, until it says a level. */
    void awaitLevel(int wanted, Runnable onOtherLevel) throws InterruptedException {
      for (int k = 0; k < 1_000; k++) {
        if (next() == wanted) {
          return;
        }
        onOtherLevel.run();
      }
      throw new AssertionError("level " + wanted + " never came");
    }

    @Override
    public void close() {
      planner.close();
      world.close();
      ros.close();
    }
  }

  @Test
  void cleanWorkUnderChallengeRaisesTheLevelAndADisturbanceDropsIt() throws InterruptedException {
    try (Scene scene = new Scene(Map.of(), "policy")) {
      scene.planner.start();
      scene.awaitLevel(1, scene::work);
      scene.status.disturbance = 0.5;
      scene.send();
      scene.awaitLevel(0, () -> {});
      List<LevelChange> changes = scene.planner.changes();
      assertEquals(2, changes.size());
      assertTrue(changes.get(1).why().startsWith("disturbance"), changes.get(1).why());
    }
  }

  @Test
  void tasksThatFailByTheWorldsWordKeepTheLevelDown() throws InterruptedException {
    try (Scene scene = new Scene(Map.of(), "policy")) {
      RosPublisher<ValueMessage<Boolean>> tasks =
          scene.world.publisher(Flag.TYPE, "/task/success", Qos.RELIABLE);
      ValueMessage<Boolean> failed = new ValueMessage<>();
      failed.value = false;
      scene.planner.start();
      // Without the tasks these twelve seconds are enough, as the test above shows.
      for (int k = 0; k < 120; k++) {
        if (k % 10 == 0) {
          tasks.publish(failed);
        }
        scene.next();
        scene.work();
      }
      assertEquals(List.of(), scene.planner.changes());
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

  /** Changes at the first envelope after a status; with climb it goes on to level 1 afterwards. */
  private static List<LevelChange> firstChanges(
      Map<String, ParameterValue> parameters, String policy, long configuration, boolean climb)
      throws InterruptedException {
    try (Scene scene = new Scene(parameters, policy)) {
      scene.status.configuration = configuration;
      scene.send();
      scene.planner.start();
      scene.next();
      List<LevelChange> first = scene.planner.changes();
      if (climb) {
        scene.awaitLevel(1, scene::work);
      }
      return first;
    }
  }
}
