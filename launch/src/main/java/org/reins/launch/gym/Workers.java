package org.reins.launch.gym;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.reins.robot.ReinsException;

/** Threads that share numbered pieces of work. What each piece does must not depend on others. */
final class Workers implements AutoCloseable {
  private final ExecutorService others;
  private final int count;

  /**
   * Makes workers.
   *
   * @param count number of threads, with the caller's
   */
  Workers(int count) {
    this.count = count;
    others =
        Executors.newFixedThreadPool(
            Math.max(1, count - 1),
            task -> {
              Thread t = new Thread(task, "gym-worker");
              t.setDaemon(true);
              return t;
            });
  }

  /** Does the pieces 0 to n − 1; returns when all are done. */
  void forEach(int n, IntConsumer piece) {
    AtomicInteger next = new AtomicInteger();
    Runnable share =
        () -> {
          for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
            piece.accept(i);
          }
        };
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int k = 1; k < Math.min(count, n); k++) {
      tasks.add(Executors.callable(share, null));
    }
    List<Future<Void>> running = new ArrayList<>();
    tasks.forEach(t -> running.add(others.submit(t)));
    try {
      share.run();
    } finally {
      // Nobody may still write when the caller goes on.
      running.forEach(Workers::await);
    }
  }

  private static void await(Future<Void> task) {
    boolean interrupted = false;
    while (true) {
      try {
        task.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException r
            ? r
            : new ReinsException("a worker failed: " + e.getCause(), e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    others.shutdownNow();
  }
}
