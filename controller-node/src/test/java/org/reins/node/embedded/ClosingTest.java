package org.reins.node.embedded;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.node.messages.Flag;
import org.reins.node.messages.StandardServices;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;

/** What is still at work when its node is closed sends nothing, and does not crash the process. */
@Timeout(120)
class ClosingTest {
  private static final int DOMAIN = 85;

  @Test
  void aServiceThatAnswersAfterItsNodeIsClosedSendsNothing() throws Exception {
    EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    LinkedBlockingQueue<Boolean> sent = new LinkedBlockingQueue<>();
    try (RosNode world = backend.createNode(NodeNames.of("world"))) {
      RosNode node = backend.createNode(NodeNames.of("closing"));
      RosPublisher<ValueMessage<Boolean>> topic = node.publisher(Flag.TYPE, "/flag", Qos.RELIABLE);
      RosClient<Boolean, StandardServices.Outcome> own =
          node.client(StandardServices.TRIGGER, "/other");
      ValueMessage<Boolean> flag = new ValueMessage<>();
      flag.value = true;
      node.serve(
          StandardServices.TRIGGER,
          "~/slow",
          q -> {
            asked.countDown();
            try {
              closed.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            sent.add(topic.publish(flag));
            sent.add(!own.call(true).isCompletedExceptionally());
            return new StandardServices.Outcome(true, "late");
          });
      RosClient<Boolean, StandardServices.Outcome> client =
          world.client(StandardServices.TRIGGER, "/closing/slow");
      for (int k = 0; k < 6_000 && !client.isReady(); k++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      CompletableFuture<StandardServices.Outcome> answer = client.call(true);
      assertTrue(asked.await(60, TimeUnit.SECONDS));
      node.close();
      closed.countDown();
      assertFalse(sent.poll(60, TimeUnit.SECONDS), "a message");
      assertFalse(sent.poll(60, TimeUnit.SECONDS), "a request");
      assertFalse(answer.isDone());
    }
  }
}
