package org.reins.launch.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.reins.node.drift.AbsorbingChain;
import org.reins.node.drift.DriftModel;
import org.reins.node.drift.DriftPredictor;
import org.reins.node.drift.DriftState;

/** Learns a drift chain from one half of the seeds and tests it on the other half. */
public final class DriftStudy {
  private static final int HORIZON_STEPS = 50;
  private static final double LEAD = 0.2;
  // Alarms begin this many bins below the poorest one in which healthy training runs lasted.
  private static final int GAP = 2;
  private static final int HELD_OUT = 1_000;

  private final DriftExperiment experiment;

  /**
   * How many violations of one kind of degradation were foreseen.
   *
   * @param runs held out
   * @param violations runs that ended in a violation
   * @param foreseen violations with an alarm at least 0.2 s before
   */
  public record Foreseen(int runs, int violations, int foreseen) {}

  /**
   * The results of the held-out runs.
   *
   * @param byKind by kind of degradation
   * @param medianLead from the first alarm to the violation, s; NaN without any
   * @param falseAlarms healthy minutes with an alarm
   * @param healthyHours of observed healthy operation
   */
  public record Verdict(
      Map<Degradation.Kind, Foreseen> byKind,
      double medianLead,
      int falseAlarms,
      double healthyHours) {
    /** Share of the violations that was foreseen; 1 without any. */
    public double foreseenShare() {
      int all = byKind.values().stream().mapToInt(Foreseen::violations).sum();
      int seen = byKind.values().stream().mapToInt(Foreseen::foreseen).sum();
      return all == 0 ? 1 : (double) seen / all;
    }

    /** False alarms per hour of healthy operation. */
    public double falseAlarmsPerHour() {
      return falseAlarms / healthyHours;
    }

    /** Writes the figures. */
    public void write(ObjectNode node) {
      node.put("foreseen_share", foreseenShare());
      node.put("median_lead_s", Double.isNaN(medianLead) ? null : medianLead);
      node.put("false_alarms_per_hour", falseAlarmsPerHour());
      // Without any alarm: 95 % confidence that the rate is below 3 / hours (Poisson).
      node.put("healthy_hours", healthyHours);
      ObjectNode kinds = node.putObject("by_kind");
      byKind.forEach(
          (kind, f) ->
              kinds
                  .putObject(kind.name().toLowerCase(Locale.ROOT))
                  .put("runs", f.runs())
                  .put("violations", f.violations())
                  .put("foreseen", f.foreseen()));
    }
  }

  /** Prepares. */
  public DriftStudy(DriftExperiment experiment) {
    this.experiment = experiment;
  }

  /**
   * Learns a chain.
   *
   * @param hours of healthy operation
   * @param degraded number of degraded runs
   */
  public DriftModel learn(double hours, int degraded, long seed, DoubleConsumer progress) {
    List<DriftExperiment.Run> healthy =
        experiment.healthy(hours, 2 * seed, s -> progress.accept(s / 2));
    List<DriftExperiment.Run> bad =
        experiment.degraded(degraded, 2 * seed + 1, s -> progress.accept(0.5 + s / 2));
    DriftState states = experiment.states();
    AbsorbingChain chain = new AbsorbingChain(states.count());
    healthy.forEach(r -> count(r, chain));
    bad.forEach(r -> count(r, chain));
    DriftModel open = new DriftModel(states, chain, DriftExperiment.STEP, HORIZON_STEPS, 1);
    double threshold = threshold(open, healthy);
    return new DriftModel(states, chain, DriftExperiment.STEP, HORIZON_STEPS, threshold);
  }

  private static void count(DriftExperiment.Run run, AbsorbingChain chain) {
    int[] s = run.states();
    for (int k = 1; k < s.length; k++) {
      chain.count(s[k - 1], s[k]);
    }
    if (run.absorbed() && s.length > 0) {
      chain.count(s[s.length - 1], chain.states());
    }
  }

  /**
   * The danger of the bins just below those in which healthy runs last; the worst of all levels.
   */
  private static double threshold(DriftModel model, List<DriftExperiment.Run> healthy) {
    int bins = DriftState.BINS;
    int lowest = bins - 1;
    for (DriftExperiment.Run run : healthy) {
      int[] s = run.states();
      for (int k = 2; k < s.length && !run.absorbed(); k++) {
        int best = Math.max(s[k] % bins, Math.max(s[k - 1] % bins, s[k - 2] % bins));
        lowest = Math.min(lowest, best);
      }
    }
    double[] danger = model.danger();
    double threshold = 0;
    for (int l = 0; l < model.states().levels(); l++) {
      threshold = Math.max(threshold, danger[l * bins + Math.max(0, lowest - GAP + 1)]);
    }
    return threshold;
  }

  /** Tests a chain on runs from which it was not learned. */
  public Verdict judge(
      DriftModel model, double hours, int degraded, long seed, DoubleConsumer progress) {
    long held = HELD_OUT + 2 * seed;
    int falseAlarms = 0;
    double healthyHours = 0;
    for (DriftExperiment.Run run : experiment.healthy(hours, held, s -> progress.accept(0.8 * s))) {
      healthyHours += run.seconds() / 3600;
      if (lead(model.predictor(), run) > 0) {
        falseAlarms++;
      }
    }
    Map<Degradation.Kind, Foreseen> byKind = new EnumMap<>(Degradation.Kind.class);
    double[] leads = {};
    List<DriftExperiment.Run> bad =
        experiment.degraded(degraded, held + 1, s -> progress.accept(0.8 + 0.2 * s));
    for (Degradation.Kind kind : Degradation.Kind.values()) {
      double[] of =
          bad.stream()
              .filter(r -> r.kind() == kind && r.absorbed())
              .mapToDouble(r -> lead(model.predictor(), r))
              .toArray();
      byKind.put(
          kind,
          new Foreseen(
              (int) bad.stream().filter(r -> r.kind() == kind).count(),
              of.length,
              (int) Arrays.stream(of).filter(l -> l >= LEAD).count()));
      int before = leads.length;
      leads = Arrays.copyOf(leads, before + of.length);
      System.arraycopy(of, 0, leads, before, of.length);
    }
    Arrays.sort(leads);
    return new Verdict(
        byKind,
        leads.length == 0 ? Double.NaN : leads[leads.length / 2],
        falseAlarms,
        healthyHours);
  }

  /** Time from the first alarm to the end of a run, s; 0 without an alarm. */
  private static double lead(DriftPredictor predictor, DriftExperiment.Run run) {
    for (int k = 0; k < run.states().length; k++) {
      if (predictor.observe(run.states()[k]) > predictor.threshold()) {
        return (run.states().length - k) * DriftExperiment.STEP;
      }
    }
    return 0;
  }
}
