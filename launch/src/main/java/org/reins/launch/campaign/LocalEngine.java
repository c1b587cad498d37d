package org.reins.launch.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.reins.robot.ReinsException;

/** Runs trials on threads of this process. */
final class LocalEngine implements Engine {
  private final TrialRunner runner;
  private final ExecutorService threads;

  LocalEngine(TrialRunner runner, int count) {
    this.runner = runner;
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread t = new Thread(task, "campaign");
              t.setDaemon(true);
              return t;
            });
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public List<Row> run(List<Trial> trials, IntConsumer done) {
    AtomicInteger ended = new AtomicInteger();
    List<Future<Row>> running = new ArrayList<>();
    for (Trial t : trials) {
      running.add(
          threads.submit(
              () -> {
                Row row = runner.run(t);
                done.accept(ended.incrementAndGet());
                return row;
              }));
    }
    List<Row> rows = new ArrayList<>();
    for (int k = 0; k < running.size(); k++) {
      rows.add(take(running.get(k), trials.get(k)));
    }
    return rows;
  }

  private static Row take(Future<Row> row, Trial trial) {
    try {
      return row.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReinsException("the campaign was interrupted: the same command goes on with it", e);
    } catch (ExecutionException e) {
      throw new ReinsException("row " + trial.row() + ": " + e.getCause().getMessage(), e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
