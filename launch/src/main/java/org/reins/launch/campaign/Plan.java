package org.reins.launch.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.reins.learning.risk.LatinHypercube;
import org.reins.learning.risk.NextPoints;
import org.reins.learning.risk.RiskModel;
import org.reins.sim.Seeds;

/**
 * Which runs come next. What it answers depends on the settings, the seed and the rows before, and
 * on nothing else.
 */
final class Plan {
  // Streams that no row has.
  private static final long FIRST_STREAM = 1L << 40;
  private static final long SEARCH_STREAM = 1L << 41;
  private static final long CONDITIONS_STREAM = 1L << 42;
  private static final int SEED_BITS = 52;

  private final CampaignSettings settings;
  private final int runs;
  private final int fresh;
  private final boolean adaptive;
  private final long seed;
  private final List<RiskModel.Sample> before;
  private final List<double[]> first;

  /**
   * Makes a plan.
   *
   * @param runs runs of the search
   * @param fresh runs after it
   * @param adaptive whether it searches; otherwise all points are drawn evenly
   * @param before what an earlier campaign knows, which replaces the first part; empty for none
   */
  Plan(
      CampaignSettings settings,
      int runs,
      int fresh,
      boolean adaptive,
      long seed,
      List<RiskModel.Sample> before) {
    this.settings = settings;
    this.runs = runs;
    this.fresh = fresh;
    this.adaptive = adaptive;
    this.seed = seed;
    this.before = List.copyOf(before);
    int filling =
        adaptive && before.isEmpty()
            ? Math.min(runs, Math.max(settings.batch(), (int) Math.round(settings.first() * runs)))
            : 0;
    first = LatinHypercube.draw(filling, settings.axes().size(), Seeds.stream(seed, FIRST_STREAM));
  }

  /** All runs. */
  int total() {
    return runs + fresh;
  }

  /** The runs of the search. */
  int runs() {
    return runs;
  }

  /**
   * The next runs.
   *
   * @param rows all before
   * @return none at the end
   */
  List<Trial> next(List<Row> rows) {
    int from = rows.size();
    if (from < first.size()) {
      int to = Math.min(first.size(), from + settings.batch());
      return IntStream.range(from, to)
          .mapToObj(k -> trial(k, Part.FIRST, first.get(k), Double.NaN))
          .toList();
    }
    boolean searching = from < runs;
    int to = Math.min(searching ? runs : total(), from + settings.batch());
    if (!searching || !adaptive) {
      Part part = searching ? Part.PLAIN : Part.FRESH;
      return IntStream.range(from, to).mapToObj(k -> trial(k, part, drawn(k), Double.NaN)).toList();
    }
    List<RiskModel.Sample> known = known(rows);
    RiskModel model = RiskModel.fit(known, seed);
    SplittableRandom random = Seeds.stream(seed, SEARCH_STREAM + from);
    List<NextPoints.Point> points = new NextPoints(known, model, random).choose(to - from);
    List<Trial> trials = new ArrayList<>();
    for (int k = from; k < to; k++) {
      NextPoints.Point p = points.get(k - from);
      trials.add(trial(k, part(p.way()), p.x(), p.risk()));
    }
    return trials;
  }

  private static Part part(NextPoints.Way way) {
    return switch (way) {
      case UNCERTAIN -> Part.UNCERTAIN;
      case ADVERSARIAL -> Part.ADVERSARIAL;
      case ANYWHERE -> Part.ANYWHERE;
    };
  }

  /** What is known after rows: those of the search, and of the campaign before. */
  List<RiskModel.Sample> known(List<Row> rows) {
    List<RiskModel.Sample> known = new ArrayList<>(before);
    rows.stream().limit(runs).forEach(r -> known.add(sample(settings, r)));
    return known;
  }

  /** A row as the model of the risk sees it. */
  static RiskModel.Sample sample(CampaignSettings settings, Row row) {
    return new RiskModel.Sample(
        settings.point(row.trial().conditions()),
        row.outcome().failed(),
        Math.max(-1, row.outcome().margin()));
  }

  private double[] drawn(int row) {
    SplittableRandom random = Seeds.stream(seed, CONDITIONS_STREAM + row);
    return random.doubles(settings.axes().size()).toArray();
  }

  private Trial trial(int row, Part part, double[] x, double risk) {
    // Whole numbers that a double holds, for readers of the rows that have no others.
    long own = Seeds.stream(seed, row).nextLong() >>> (Long.SIZE - SEED_BITS);
    return new Trial(row, part, own, settings.at(x), risk);
  }
}
