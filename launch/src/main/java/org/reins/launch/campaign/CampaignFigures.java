package org.reins.launch.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.reins.learning.assurance.ClopperPearson;
import org.reins.learning.assurance.SubsetSimulation;
import org.reins.learning.risk.Auc;
import org.reins.learning.risk.RiskModel;
import org.reins.node.json.Json;
import org.reins.sim.Seeds;
import org.reins.sim.Violation;
import org.reins.sim.variation.Conditions;
import org.reins.sim.variation.Range;
import org.reins.sim.variation.Variable;

/**
 * The figures of a campaign.
 *
 * @param search rows of the search
 * @param fresh rows after it
 * @param model of the risk, fitted to what the search knows
 * @param auc of the model on the fresh rows; NaN where they do not tell
 * @param effects of the axes on the risk, the largest first
 * @param rare the estimate by importance splitting; null without it
 */
record CampaignFigures(
    List<Row> search,
    List<Row> fresh,
    RiskModel model,
    Auc auc,
    List<Effect> effects,
    SubsetSimulation.Estimate rare) {
  /** Confidence of the bound on the share that fails. */
  static final double CONFIDENCE = 0.99;

  /** Places along a range at which the risk is given. */
  static final int PLACES = 7;

  private static final int BASES = 150;
  private static final long STREAM = 1L << 43;

  /**
   * How the risk changes along a range, the others as they may be: the partial dependence.
   *
   * @param axis its number among the axes
   * @param risk at evenly spaced shares of the range, from its low end to its high end
   */
  record Effect(int axis, Range range, double[] risk) {
    /** Largest less smallest risk. */
    double size() {
      double low = 1;
      double high = 0;
      for (double r : risk) {
        low = Math.min(low, r);
        high = Math.max(high, r);
      }
      return high - low;
    }
  }

  /** Computes them. */
  static CampaignFigures of(CampaignSettings settings, Schedule plan, List<Row> rows, long seed) {
    List<Row> fresh = rows.stream().filter(r -> r.trial().part() == Part.FRESH).toList();
    List<Row> search = rows.stream().filter(r -> r.trial().part() != Part.FRESH).toList();
    RiskModel model = RiskModel.fit(plan.modelled(rows), seed);
    // A model is not tested on what it learned from.
    List<Row> test = search.isEmpty() ? List.of() : fresh;
    double[] scores =
        test.stream()
            .mapToDouble(r -> model.risk(settings.point(r.trial().conditions())))
            .toArray();
    boolean[] failed = new boolean[test.size()];
    for (int k = 0; k < failed.length; k++) {
      failed[k] = test.get(k).outcome().failed();
    }
    List<Effect> effects = effects(settings, model, seed);
    SubsetSimulation.Estimate rare = plan instanceof RarePlan r ? r.estimate(rows) : null;
    return new CampaignFigures(search, fresh, model, Auc.of(scores, failed), effects, rare);
  }

  private static List<Effect> effects(CampaignSettings settings, RiskModel model, long seed) {
    List<Range> axes = settings.axes();
    SplittableRandom random = Seeds.stream(seed, STREAM);
    List<double[]> bases = new ArrayList<>();
    for (int k = 0; k < BASES; k++) {
      bases.add(random.doubles(axes.size()).toArray());
    }
    List<Effect> effects = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      double[] risk = new double[PLACES];
      for (int place = 0; place < PLACES; place++) {
        for (double[] base : bases) {
          double[] x = base.clone();
          x[axis] = (double) place / (PLACES - 1);
          risk[place] += model.risk(x) / BASES;
        }
      }
      effects.add(new Effect(axis, axes.get(axis), risk));
    }
    effects.sort(Comparator.comparingDouble(Effect::size).reversed());
    return effects;
  }

  /** Number of rows that failed. */
  static long failures(List<Row> rows) {
    return rows.stream().filter(r -> r.outcome().failed()).count();
  }

  /** Failures in a thousand rows; NaN without rows. */
  static double perThousand(List<Row> rows) {
    return rows.isEmpty() ? Double.NaN : 1000.0 * failures(rows) / rows.size();
  }

  /** All rows that failed, in their order. */
  List<Row> failed() {
    List<Row> all = new ArrayList<>(search);
    all.addAll(fresh);
    return all.stream().filter(r -> r.outcome().failed()).toList();
  }

  /**
   * How far conditions are from the cell as it is: the root of the mean square of the differences,
   * each as a share of its range. Where and when the push comes and which sensor is wrong do not
   * count.
   */
  static double distance(CampaignSettings settings, Conditions c) {
    double sum = 0;
    int count = 0;
    for (Range r : settings.axes()) {
      if (r.variable().isSize()) {
        double d = r.share(c.of(r.variable())) - r.share(nearest(r));
        sum += d * d;
        count++;
      }
    }
    return count == 0 ? 0 : Math.sqrt(sum / count);
  }

  private static double nearest(Range r) {
    Variable v = r.variable();
    return Math.max(r.low(), Math.min(r.high(), v.asInCell()));
  }

  /** The largest share that fails under conditions drawn evenly, at {@link #CONFIDENCE}. */
  double bound() {
    return fresh.isEmpty()
        ? Double.NaN
        : ClopperPearson.upper(failures(fresh), fresh.size(), CONFIDENCE);
  }

  /** The summary. */
  ObjectNode json(String engine, ObjectNode inputs) {
    List<Row> all = new ArrayList<>(search);
    all.addAll(fresh);
    all.sort(Comparator.comparingInt(r -> r.trial().row()));
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("runs", search.size());
    node.put("failures", failures(search));
    node.put("failures_per_1000", perThousand(search));
    number(node, "auc", auc.value());
    number(node, "auc_error", auc.error());
    node.put("engine", engine);
    node.put("rows_sha256", Row.sha256(all));
    node.put("sampling", inputs.get("sampling").asText());
    node.put("seed", inputs.get("seed").asLong());
    node.put("fresh_runs", fresh.size());
    node.put("fresh_failures", failures(fresh));
    number(node, "fresh_failures_per_1000", perThousand(fresh));
    number(node, "fresh_failing_at_most", bound());
    node.put("confidence", CONFIDENCE);
    number(node, "against_plain", perThousand(search) / perThousand(fresh));
    if (rare != null) {
      node.set("rare", rare(rare));
    }
    ObjectNode parts = node.putObject("by_part");
    for (Part p : Part.values()) {
      List<Row> of = all.stream().filter(r -> r.trial().part() == p).toList();
      if (!of.isEmpty()) {
        parts.putObject(p.key()).put("runs", of.size()).put("failures", failures(of));
      }
    }
    ObjectNode kinds = node.putObject("failures_by_first_violation");
    for (Violation v : Violation.values()) {
      long n = all.stream().filter(r -> r.outcome().firstKind().equals(v.key())).count();
      if (n > 0) {
        kinds.put(v.key(), n);
      }
    }
    ArrayNode list = node.putArray("risk_along");
    for (Effect e : effects) {
      ObjectNode one = list.addObject();
      one.put("variable", e.range().variable().key()).put("unit", e.range().variable().unit());
      one.put("low", e.range().low()).put("high", e.range().high());
      ArrayNode risk = one.putArray("risk");
      for (double r : e.risk()) {
        risk.add(r);
      }
    }
    node.set("inputs", inputs);
    return node;
  }

  /** An estimate by importance splitting, for files. */
  static ObjectNode rare(SubsetSimulation.Estimate e) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("probability", e.probability()).put("error", e.error());
    node.put("at_most", e.atMost(CONFIDENCE)).put("confidence", CONFIDENCE);
    node.put("levels", e.levels()).put("runs", e.evaluations()).put("moved", e.moved());
    return node;
  }

  private static void number(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }
}
