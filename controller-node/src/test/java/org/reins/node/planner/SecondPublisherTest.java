package org.reins.node.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.messages.Diagnostics;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Log;
import org.reins.node.process.NodeClock;
import org.reins.node.process.RisingStamps;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;

/** Over DDS: who else publishes statuses, or something that is none, and what the planner does. */
@Timeout(300)
class SecondPublisherTest {
  private static final int DOMAIN = 82;

  private final EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
  private final LinkedBlockingQueue<Integer> levels = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<String> logs = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Diagnostics> diagnostics = new ConcurrentLinkedQueue<>();
  private final RisingStamps stamps = new RisingStamps();
  private final FilterStatus status = new FilterStatus();

  private void clean(RosPublisher<FilterStatus> statuses) {
    status.cycles = 10;
    status.speedScale = 0.45;
    status.speedShare = 0.4;
    status.barrierMargin = 0.1;
    status.obstacleMargin = 0.1;
    status.postureCell++;
    status.header.stampNanos = stamps.next(NodeClock.wallNanos());
    statuses.publish(status);
  }

  private void listen(RosNode world) {
    world.subscribe(
        EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED, m -> levels.add(m.level));
    world.subscribe(Log.TYPE, "/rosout", Qos.LOG, m -> logs.add(m.value.text()));
    world.subscribe(Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE, m -> diagnostics.add(m.value));
  }

  /** One status an envelope, so that the planner sets the pace. */
  private void await(BooleanSupplier wanted, RosPublisher<FilterStatus> statuses)
      throws InterruptedException {
    for (int k = 0; k < 1_500 && !wanted.getAsBoolean(); k++) {
      assertTrue(levels.poll(30, TimeUnit.SECONDS) != null, "the planner fell silent");
      clean(statuses);
    }
    assertTrue(wanted.getAsBoolean(), logs.toString());
  }

  @Test
  void aSecondPublisherOfStatusesTakesTheLevelBackToTheBaseAndIsNamed() throws Exception {
    try (RosNode filter = backend.createNode(NodeNames.of("safety_filter"));
        NodeShell shell =
            NodeShell.of(
                backend.createNode(NodeNames.of("envelope_planner")),
                "envelope_planner",
                Map.of());
        PlannerNode planner = new PlannerNode(shell, EnvelopeLevels.DEFAULT, null, "policy")) {
      listen(filter);
      RosPublisher<FilterStatus> statuses =
          filter.publisher(FilterStatus.TYPE, "/safety_filter/status", Qos.STATUS);
      planner.start();
      await(() -> !planner.changes().isEmpty(), statuses);
      assertEquals(1, planner.changes().get(0).to());
      // Statuses go on meanwhile: for a silent filter the level is taken back as well.
      CompletableFuture<RosNode> creating =
          CompletableFuture.supplyAsync(() -> backend.createNode(NodeNames.of("rival")));
      await(creating::isDone, statuses);
      try (RosNode rival = creating.join()) {
        RosPublisher<FilterStatus> forged =
            rival.publisher(FilterStatus.TYPE, "/safety_filter/status", Qos.RELIABLE);
        await(() -> planner.changes().size() == 2, statuses);
        await(() -> forged.matched() > 0, statuses);
        assertEquals(0, planner.changes().get(1).to());
        assertTrue(planner.changes().get(1).why().contains("2 nodes publish"));
        for (int k = 0; k < 80; k++) {
          levels.poll(30, TimeUnit.SECONDS);
          clean(forged);
          clean(statuses);
        }
        assertEquals(2, planner.changes().size(), "nothing is earned meanwhile");
        await(
            () ->
                diagnostics.stream()
                    .anyMatch(d -> d.level() == 2 && d.message().contains("2 nodes publish")),
            statuses);
        await(() -> logs.stream().anyMatch(l -> l.contains("2 nodes publish")), statuses);
        long lines = logs.stream().filter(l -> l.startsWith("a status is refused")).count();
        assertTrue(lines < 20, () -> "a flood of lines: " + logs);
      }
      await(() -> planner.changes().size() == 3, statuses);
      assertEquals(1, planner.changes().get(2).to(), "afterwards it is earned as ever");
    }
  }

  @Test
  void bytesThatAreNoStatusAreEvidenceAgainst() throws Exception {
    try (RosNode filter = backend.createNode(NodeNames.of("safety_filter"));
        NodeShell shell =
            NodeShell.of(
                backend.createNode(NodeNames.of("envelope_planner")),
                "envelope_planner",
                Map.of());
        PlannerNode planner = new PlannerNode(shell, EnvelopeLevels.DEFAULT, null, "policy")) {
      listen(filter);
      RosPublisher<FilterStatus> broken =
          filter.publisher(cut(), "/safety_filter/status", Qos.STATUS);
      planner.start();
      await(() -> logs.stream().anyMatch(l -> l.contains("its bytes are not a status")), broken);
      assertEquals(List.of(), planner.changes());
    }
  }

  /** A status under its true name that ends too early. */
  private static MessageType<FilterStatus> cut() {
    return new MessageType<>() {
      @Override
      public String name() {
        return FilterStatus.TYPE.name();
      }

      @Override
      public int maxSize() {
        return FilterStatus.TYPE.maxSize();
      }

      @Override
      public FilterStatus create() {
        return new FilterStatus();
      }

      @Override
      public void write(FilterStatus m, CdrWriter out) {
        out.octet(m.action);
      }

      @Override
      public boolean read(CdrReader in, FilterStatus m) {
        return FilterStatus.TYPE.read(in, m);
      }
    };
  }
}
