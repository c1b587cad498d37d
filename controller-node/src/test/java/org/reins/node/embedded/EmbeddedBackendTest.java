package org.reins.node.embedded;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reins.node.messages.StandardServices;
import org.reins.node.ros.BackendContract;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosEnvironment;
import org.reins.node.ros.RosNode;

/** With clients that ask as rmw_fastrtps does. */
class EmbeddedBackendTest extends BackendContract {
  private static final int DOMAIN = 91;
  private static final int BURST = 200;

  @Override
  protected RosBackend backend() {
    return new EmbeddedBackend(
        new RosEnvironment(DOMAIN, RosEnvironment.Range.LOCALHOST, List.of(), 0, false));
  }

  @Test
  void aBurstOfRequestsLosesNone() throws Exception {
    RosBackend backend = backend();
    try (RosNode server = backend.createNode(NodeNames.of("server"));
        RosNode asking = backend.createNode(NodeNames.of("asking"))) {
      server.serve(
          StandardServices.TRIGGER, "/burst", q -> new StandardServices.Outcome(true, "done"));
      RosClient<Boolean, StandardServices.Outcome> client =
          asking.client(StandardServices.TRIGGER, "/burst");
      for (int k = 0; k < 6_000 && !client.isReady(); k++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      List<CompletableFuture<StandardServices.Outcome>> answers = new ArrayList<>();
      for (int k = 0; k < BURST; k++) {
        answers.add(client.call(true));
      }
      for (CompletableFuture<StandardServices.Outcome> answer : answers) {
        assertTrue(answer.get(60, TimeUnit.SECONDS).success());
      }
    }
  }
}
