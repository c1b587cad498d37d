package org.reins.node.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.node.HeldThread;
import org.reins.node.messages.Flag;
import org.reins.node.messages.StandardServices;
import org.reins.node.messages.StandardServices.Outcome;
import org.reins.node.process.RealTime;
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
  // Field 40 of proc(5), counted from the one after the name.
  private static final int RT_PRIORITY = 40 - 3;

  private final HeldThread held = new HeldThread();
  private volatile boolean permitted;
  private volatile String receiving = "";
  private volatile String stopping = "";

  private void hold() {
    receiving = Thread.currentThread().getName();
    held.hold();
  }

  @Test
  void theThreadThatReceivesAStopHasItsRealTimePriority_fromTheStart() throws Exception {
    Thread here =
        new Thread(() -> permitted = RealTime.tryFifo(RealTime.STOPS).isEmpty(), "permission");
    here.start();
    here.join();
    assumeTrue(permitted, "this machine does not permit real-time priorities");
    EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
    try (RosNode filter = backend.createNode(NodeNames.of("filter"))) {
      filter.serveApart(StandardServices.TRIGGER, "~/stop", q -> new Outcome(true, "stopped"));
      // The middleware's thread gives itself its name, after its port.
      HeldThread.await(() -> priorities("dds\\.udp\\.7[0-3]\\d\\d").equals(Set.of(RealTime.STOPS)));
      assertEquals(Set.of(RealTime.STOPS), priorities("reins-stops-fil"));
    }
  }

  /** Real-time priorities of this process's threads with such a name, of which Linux keeps 15. */
  private static Set<Integer> priorities(String name) {
    Set<Integer> found = new HashSet<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        String stat = Files.readString(thread.resolve("stat"));
        int end = stat.lastIndexOf(')');
        if (stat.substring(stat.indexOf('(') + 1, end).matches(name)) {
          found.add(Integer.parseInt(stat.substring(end + 2).split(" ", -1)[RT_PRIORITY]));
        }
      }
    } catch (IOException e) {
      // A thread has ended meanwhile.
      return Set.of();
    }
    return found;
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
      HeldThread.await(() -> stop.isReady() && other.isReady() && flood.matched() > 0);
      // Replies wait for the clients' readers, which one answer shows.
      assertTrue(stop.call(true).get(60, TimeUnit.SECONDS).success());
      assertTrue(other.call(true).get(60, TimeUnit.SECONDS).success());
      ValueMessage<Boolean> message = new ValueMessage<>();
      message.value = true;
      flood.publish(message);
      held.awaitHeld();
      CompletableFuture<Outcome> behind = other.call(true);
      try {
        assertTrue(stop.call(true).get(60, TimeUnit.SECONDS).success());
        assertNotEquals(receiving, stopping);
        assertFalse(behind.isDone(), "what shares the held thread waits");
      } finally {
        // Otherwise the node could not be closed.
        held.letGo();
      }
      assertTrue(behind.get(60, TimeUnit.SECONDS).success());
    }
  }
}
