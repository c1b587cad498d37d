package org.reins.launch.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.reins.node.process.NodeClock;
import org.reins.node.process.Waiting;

/** Threads of peers that mean harm; they end together. */
final class HostilePeers implements AutoCloseable {
  private final List<CountDownLatch> ended = new ArrayList<>();
  private volatile boolean running = true;

  /**
   * Repeats something.
   *
   * @param hz per second; what this machine cannot do is left out
   * @param once one time
   */
  void repeat(double hz, Runnable once) {
    CountDownLatch done = new CountDownLatch(1);
    ended.add(done);
    Thread thread =
        new Thread(
            () -> {
              try {
                loop(Math.round(1e9 / hz), once);
              } finally {
                done.countDown();
              }
            },
            "reins-hostile");
    thread.setDaemon(true);
    thread.start();
  }

  private void loop(long period, Runnable once) {
    long next = NodeClock.nanos();
    while (running) {
      once.run();
      next = Math.max(next + period, NodeClock.nanos() - 10 * period);
      long left = next - NodeClock.nanos();
      if (left > 0) {
        LockSupport.parkNanos(left);
      }
    }
  }

  @Override
  public void close() {
    running = false;
    ended.forEach(Waiting::forEnd);
  }
}
