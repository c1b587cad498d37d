package org.reins.launch.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.reins.learning.policy.TanhNetwork;

/**
 * The same fine-tuning under a tight, a loose and a dynamic envelope, over several seeds: does an
 * earned envelope pay, and is it as safe as a tight one?
 */
public final class DynamicVsStatic {
  private static final int SMOOTHING = 5;

  private final Function<EnvelopeSource, TaskEnvironment> courses;
  private final TanhNetwork start;
  private final FineTuning.Settings settings;
  private final double period;

  /**
   * Prepares.
   *
   * @param courses creates the environment of one training
   * @param start policy to tune; not modified
   * @param settings of each training
   */
  public DynamicVsStatic(
      Function<EnvelopeSource, TaskEnvironment> courses,
      TanhNetwork start,
      FineTuning.Settings settings) {
    this.courses = courses;
    this.start = start;
    this.settings = settings;
    period = courses.apply(EnvelopeSource.TIGHT).period();
  }

  /**
   * Runs all trainings.
   *
   * @param seeds number of seeds
   * @param threads trainings in parallel; the result does not depend on it
   * @param progress receives the completed share
   */
  public Map<EnvelopeSource, List<FineTuning.Outcome>> run(
      int seeds, int threads, DoubleConsumer progress) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    AtomicInteger done = new AtomicInteger();
    int all = seeds * EnvelopeSource.values().length * settings.generations();
    try {
      Map<EnvelopeSource, List<Future<FineTuning.Outcome>>> work =
          new EnumMap<>(EnvelopeSource.class);
      for (EnvelopeSource regime : EnvelopeSource.values()) {
        work.put(regime, new ArrayList<>());
      }
      for (int s = 1; s <= seeds; s++) {
        long seed = s;
        for (EnvelopeSource regime : EnvelopeSource.values()) {
          work.get(regime)
              .add(
                  pool.submit(
                      () ->
                          train(
                              regime,
                              seed,
                              () -> {
                                synchronized (done) {
                                  progress.accept((double) done.incrementAndGet() / all);
                                }
                              })));
        }
      }
      Map<EnvelopeSource, List<FineTuning.Outcome>> outcomes = new EnumMap<>(EnvelopeSource.class);
      for (EnvelopeSource regime : EnvelopeSource.values()) {
        List<FineTuning.Outcome> list = new ArrayList<>();
        for (Future<FineTuning.Outcome> f : work.get(regime)) {
          list.add(await(f));
        }
        outcomes.put(regime, list);
      }
      return outcomes;
    } finally {
      pool.shutdownNow();
    }
  }

  private FineTuning.Outcome train(EnvelopeSource regime, long seed, Runnable step) {
    return new FineTuning(settings, courses.apply(regime)).run(start, seed, g -> step.run());
  }

  private static FineTuning.Outcome await(Future<FineTuning.Outcome> f) {
    try {
      return f.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the experiment was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a training run failed: " + e.getCause(), e.getCause());
    }
  }

  /** Writes the figures of all regimes. */
  public void write(Map<EnvelopeSource, List<FineTuning.Outcome>> outcomes, ObjectNode root) {
    double[] target =
        outcomes.get(EnvelopeSource.TIGHT).stream().mapToDouble(o -> last(o.curve())).toArray();
    outcomes.forEach(
        (regime, list) -> {
          ObjectNode node = root.putObject(regime.name().toLowerCase(Locale.ROOT));
          band(list, FineTuning.Outcome::finalReturn).write(node, "final_return");
          band(list, FineTuning.Outcome::success).write(node, "success");
          band(list, FineTuning.Outcome::violations).write(node, "violations");
          band(list, FineTuning.Outcome::nearViolations).write(node, "near_violations");
          double[] steps = new double[list.size()];
          for (int k = 0; k < steps.length; k++) {
            steps[k] = stepsTo(list.get(k).curve(), target[k]);
          }
          MeanBand.of(steps).write(node, "steps_to_tight_return");
          ArrayNode curve = node.putArray("curve");
          for (int g = 0; g < settings.generations(); g++) {
            int at = g;
            ObjectNode point = curve.addObject();
            point.put("steps", (g + 1) * settings.stepsPerGeneration(period));
            band(list, o -> o.curve()[at]).write(point, "return");
            band(list, o -> o.levels()[at]).write(point, "level");
          }
        });
  }

  /** A regime's band of a figure over the seeds. */
  static MeanBand band(List<FineTuning.Outcome> list, ToDoubleFunction<FineTuning.Outcome> figure) {
    return MeanBand.of(list.stream().mapToDouble(figure).toArray());
  }

  /** Mean of the last generations. */
  private static double last(double[] curve) {
    int from = Math.max(0, curve.length - SMOOTHING);
    return Arrays.stream(curve, from, curve.length).average().orElseThrow();
  }

  /** Environment steps until the smoothed curve reaches a return; all of them if it never does. */
  private double stepsTo(double[] curve, double wanted) {
    for (int g = 0; g < curve.length; g++) {
      if (Arrays.stream(curve, Math.max(0, g + 1 - SMOOTHING), g + 1).average().orElseThrow()
          >= wanted) {
        return (g + 1.0) * settings.stepsPerGeneration(period);
      }
    }
    return (double) curve.length * settings.stepsPerGeneration(period);
  }
}
