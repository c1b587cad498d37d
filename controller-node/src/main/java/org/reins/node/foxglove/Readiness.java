package org.reins.node.foxglove;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.RosClient;

/** Gives a service time to be found: shortly after a start it is there, but not known yet. */
final class Readiness {
  private static final long LIMIT_NANOS = 2_000_000_000L;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

  private Readiness() {}

  /** Completed with whether a server was found, after two seconds at most; nobody waits. */
  static CompletableFuture<Boolean> of(RosClient<?, ?> client) {
    CompletableFuture<Boolean> found = new CompletableFuture<>();
    look(client, NodeClock.nanos() + LIMIT_NANOS, found);
    return found;
  }

  private static void look(RosClient<?, ?> client, long end, CompletableFuture<Boolean> found) {
    if (client.isReady()) {
      found.complete(true);
    } else if (NodeClock.nanos() - end > 0) {
      found.complete(false);
    } else {
      LATER.execute(() -> look(client, end, found));
    }
  }
}
