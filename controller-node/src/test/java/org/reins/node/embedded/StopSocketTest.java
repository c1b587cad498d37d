package org.reins.node.embedded;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.node.messages.Flag;
import org.reins.node.messages.StandardServices;
import org.reins.node.messages.StandardServices.Outcome;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;

/**
 * Over DDS: the thread that receives everything else is held, as a flood would hold it for as long
 * as it lasts, and the request to stop is taken and answered. Nothing here depends on how fast this
 * machine is.
 */
@Timeout(300)
class StopSocketTest {
  private static final int DOMAIN = 86;

  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private volatile String receiving = "";
  private volatile String stopping = "";

  private void hold() {
    receiving = Thread.currentThread().getName();
    held.countDown();
    try {
      letGo.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(BooleanSupplier condition) {
    for (int k = 0; k < 6_000 && !condition.getAsBoolean(); k++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertTrue(condition.getAsBoolean(), "within 60 s");
  }

  @Test
  void whileTheThreadThatReceivesAllElseIsHeld_theRobotIsStopped() throws Exception {
    EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
    try (RosNode world = backend.createNode(NodeNames.of("world"));
        RosNode filter = backend.createNode(NodeNames.of("filter"))) {
      filter.subscribe(Flag.TYPE, "/flood", Qos.RELIABLE, m -> hold());
      filter.serve(StandardServices.TRIGGER, "~/other", q -> new Outcome(true, "other"));
      filter.serveApart(
          StandardServices.TRIGGER,
          "~/stop",
          q -> {
            stopping = Thread.currentThread().getName();
            return new Outcome(true, "stopped");
          });
      RosPublisher<ValueMessage<Boolean>> flood =
          world.publisher(Flag.TYPE, "/flood", Qos.RELIABLE);
      RosClient<Boolean, Outcome> stop = world.client(StandardServices.TRIGGER, "/filter/stop");
      RosClient<Boolean, Outcome> other = world.client(StandardServices.TRIGGER, "/filter/other");
      await(() -> stop.isReady() && other.isReady() && flood.matched() > 0);
      // Replies wait for the clients' readers, which one answer shows.
      assertTrue(stop.call(true).get(60, TimeUnit.SECONDS).success());
      assertTrue(other.call(true).get(60, TimeUnit.SECONDS).success());
      ValueMessage<Boolean> message = new ValueMessage<>();
      message.value = true;
      flood.publish(message);
      assertTrue(held.await(60, TimeUnit.SECONDS));
      CompletableFuture<Outcome> behind = other.call(true);
      try {
        assertTrue(stop.call(true).get(60, TimeUnit.SECONDS).success());
        assertNotEquals(receiving, stopping);
        assertFalse(behind.isDone(), "what shares the held thread waits");
      } finally {
        // Otherwise the node could not be closed.
        letGo.countDown();
      }
      assertTrue(behind.get(60, TimeUnit.SECONDS).success());
    }
  }
}
