package org.reins.node.filter;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.reins.node.NodeLog;
import org.reins.node.lifecycle.LifecycleServer;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.process.NodeClock;

/** Activates a configured node once all inputs have arrived, on a thread of its own. */
final class Autostart implements AutoCloseable {
  private static final long RETRY_NANOS = 20_000_000;
  private static final long TELL_AGAIN_NANOS = 5_000_000_000L;

  private final LifecycleServer lifecycle;
  private final Supplier<String> missing;
  private final NodeLog log;
  private volatile boolean running = true;

  /**
   * Prepares.
   *
   * @param missing what an activation lacks, as one sentence; empty for nothing
   */
  Autostart(LifecycleServer lifecycle, Supplier<String> missing, NodeLog log) {
    this.lifecycle = lifecycle;
    this.missing = missing;
    this.log = log;
  }

  /** Begins to wait for the inputs. */
  void start() {
    Thread thread = new Thread(this::activateWhenReady, "reins-start");
    thread.setDaemon(true);
    thread.start();
  }

  private void activateWhenReady() {
    long tell = NodeClock.nanos() + TELL_AGAIN_NANOS;
    long tryFrom = NodeClock.nanos();
    while (running && lifecycle.state() == LifecycleState.INACTIVE) {
      String lacks = missing.get();
      if (lacks.isEmpty() && NodeClock.nanos() - tryFrom >= 0) {
        if (lifecycle.change("activate").isEmpty()) {
          return;
        }
        // An input failed in between, which was said. It may be good again soon.
        tryFrom = NodeClock.nanos() + TELL_AGAIN_NANOS;
      }
      if (!lacks.isEmpty() && NodeClock.nanos() - tell > 0) {
        log.info("waiting: " + lacks);
        tell = NodeClock.nanos() + TELL_AGAIN_NANOS;
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  /** No longer activates anything. */
  @Override
  public void close() {
    running = false;
  }
}
