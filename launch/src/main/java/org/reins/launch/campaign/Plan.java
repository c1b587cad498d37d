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
final class Plan implements Schedule {
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
  private final Before before;
  private final List<double[]> first;

  /**
   * Makes a plan.
   *
   * @param runs runs of the search
   * @param fresh runs after it
   * @param adaptive whether it searches; otherwise all points are drawn evenly
   * @param before what an earlier campaign knows, which replaces the first part
   */
  Plan(CampaignSettings settings, int runs, int fresh, boolean adaptive, long seed, Before before) {
    this.settings = settings;
    this.runs = runs;
    this.fresh = fresh;
    this.adaptive = adaptive;
    this.seed = seed;
    this.before = before;
    int filling =
        adaptive && before.all().isEmpty()
            ? Math.min(runs, Math.max(settings.batch(), (int) Math.round(settings.first() * runs)))
            : 0;
    first = LatinHypercube.draw(filling, settings.axes().size(), Seeds.stream(seed, FIRST_STREAM));
  }

  @Override
  public int total() {
    return runs + fresh;
  }

  @Override
  public List<Trial> next(List<Row> rows) {
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
    List<RiskModel.Sample> known = new ArrayList<>(before.all());
    rows.forEach(r -> known.add(sample(settings, r)));
    RiskModel model = RiskModel.fit(modelled(rows), seed);
    SplittableRandom random = Seeds.stream(seed, SEARCH_STREAM + from);
    List<NextPoints.Point> points = new NextPoints(known, model, random).choose(to - from);
    List<Trial> trials = new ArrayList<>();
    for (int k = from; k < to; k++) {
      NextPoints.Point p = points.get(k - from);
      long own = p.parent() == null ? seed(k) : p.parent().seed();
      trials.add(new Trial(k, part(p.way()), own, settings.at(p.x()), p.risk()));
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

  /**
   * What a model of the risk learns from: the rows of the search, and of the campaign before, that
   * have seeds of their own. Those of the adversarial part have the seeds of runs that were bad,
   * unless all runs have the same.
   */
  @Override
  public List<RiskModel.Sample> modelled(List<Row> rows) {
    List<RiskModel.Sample> known = new ArrayList<>(before.modelled());
    rows.stream()
        .limit(runs)
        .filter(r -> isModelled(settings, r))
        .forEach(r -> known.add(sample(settings, r)));
    return known;
  }

  private static boolean isModelled(CampaignSettings settings, Row row) {
    return row.trial().part() != Part.ADVERSARIAL || settings.episodes() == 1;
  }

  /** A row for a model of the risk. */
  static RiskModel.Sample sample(CampaignSettings settings, Row row) {
    return new RiskModel.Sample(
        settings.point(row.trial().conditions()),
        row.trial().seed(),
        row.outcome().failed(),
        Math.max(-1, row.outcome().margin()));
  }

  private double[] drawn(int row) {
    SplittableRandom random = Seeds.stream(seed, CONDITIONS_STREAM + row);
    return random.doubles(settings.axes().size()).toArray();
  }

  private Trial trial(int row, Part part, double[] x, double risk) {
    return new Trial(row, part, seed(row), settings.at(x), risk);
  }

  /** Whole numbers that a double holds, for readers of the rows that have no others. */
  private long seed(int row) {
    return seed(seed, settings.episodes() == 0 ? row : row % settings.episodes());
  }

  /** The seed of an episode of a campaign. */
  static long seed(long seed, int episode) {
    return Seeds.stream(seed, episode).nextLong() >>> (Long.SIZE - SEED_BITS);
  }

  /**
   * What an earlier campaign knows.
   *
   * @param all its runs
   * @param modelled those with seeds of their own
   */
  record Before(List<RiskModel.Sample> all, List<RiskModel.Sample> modelled) {
    /** Nothing. */
    static final Before NOTHING = new Before(List.of(), List.of());

    /** What rows tell, as points of this campaign's ranges. */
    static Before of(CampaignSettings settings, List<Row> rows) {
      return new Before(
          rows.stream().map(r -> sample(settings, r)).toList(),
          rows.stream()
              .filter(r -> isModelled(settings, r))
              .map(r -> sample(settings, r))
              .toList());
    }
  }
}
