package org.reins.spark;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Runs trials as the tasks of a Spark application: one task for each, so that a worker that is lost
 * takes one run for each of its cores with it, which Spark runs again elsewhere.
 *
 * <p>Its callers live in another class loader, which has other versions of Spark's libraries. So
 * all that passes between them are types of the JDK, and trials and rows are bytes.
 */
public final class SparkTrials
    implements BiFunction<List<byte[]>, IntConsumer, List<byte[]>>, AutoCloseable {
  private final JavaSparkContext context;
  private final TrialTask task;
  private final AtomicInteger ended = new AtomicInteger();
  // Written by the thread that runs trials, read by Spark's.
  private volatile IntConsumer done = count -> {};

  /**
   * Starts an application.
   *
   * @param settings of Spark, with {@code spark.master}
   * @param classPath of Reins on each worker
   * @param worker name of the class there that runs a trial: a {@code UnaryOperator<byte[]>} with a
   *     public constructor that takes {@code byte[]}
   * @param recipe what that constructor receives
   * @throws RuntimeException if Spark does not start
   */
  public SparkTrials(
      Map<String, String> settings, List<String> classPath, String worker, byte[] recipe) {
    SparkConf conf = new SparkConf(true);
    settings.forEach(conf::set);
    context = new JavaSparkContext(conf);
    task = new TrialTask(classPath.toArray(new String[0]), worker, context.broadcast(recipe));
    context
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                if (end.taskInfo().successful()) {
                  done.accept(ended.incrementAndGet());
                }
              }
            });
  }

  /**
   * Runs trials.
   *
   * @param trials as the worker's class reads them
   * @param count receives the number of those that ended, from any thread
   * @return in the order of the trials: a byte 0 and the row, or a byte 1 and a sentence
   * @throws RuntimeException if Spark gives up
   */
  @Override
  public List<byte[]> apply(List<byte[]> trials, IntConsumer count) {
    ended.set(0);
    done = count;
    try {
      return context.parallelize(trials, trials.size()).map(task).collect();
    } finally {
      done = n -> {};
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
