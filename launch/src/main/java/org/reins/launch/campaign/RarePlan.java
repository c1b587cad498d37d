package org.reins.launch.campaign;

import java.util.ArrayList;
import java.util.List;
import org.reins.learning.assurance.SubsetSimulation;
import org.reins.learning.risk.RiskModel;
import org.reins.sim.Seeds;

/**
 * Importance splitting: runs that come nearer and nearer to a failure, for the probability of one
 * that plain drawing would hardly see. A failure is a margin below 0: see {@link
 * org.reins.sim.variation.RunMargin}.
 */
final class RarePlan implements Schedule {
  /** Most levels: the last one has a probability of about 10^-5. */
  static final int LEVELS = 6;

  private static final long STREAM = 1L << 44;
  private static final int SEED_BITS = 52;

  private final CampaignSettings settings;
  private final int size;
  private final long seed;

  /**
   * Makes a plan.
   *
   * @param size runs of a level, at least 50
   */
  RarePlan(CampaignSettings settings, int size, long seed) {
    this.settings = settings;
    this.size = size;
    this.seed = seed;
  }

  @Override
  public int total() {
    // A tenth of a level is there when it begins.
    return size + (LEVELS - 1) * size * 9 / 10;
  }

  @Override
  public List<Trial> next(List<Row> rows) {
    Played played = play(rows);
    List<double[]> points = played.splitting.next();
    int from = rows.size() - played.rows;
    int to = Math.min(points.size(), from + settings.batch());
    List<Trial> trials = new ArrayList<>();
    for (int k = from; k < to; k++) {
      Part part = played.splitting.level() == 0 ? Part.FRESH : Part.SPLIT;
      trials.add(trial(played.rows + k, part, points.get(k)));
    }
    return trials;
  }

  @Override
  public List<RiskModel.Sample> modelled(List<Row> rows) {
    // Where a tenth of the first level fails, there is no other.
    boolean split = rows.stream().anyMatch(r -> r.trial().part() == Part.SPLIT);
    return rows.stream()
        .filter(r -> r.trial().part() == Part.SPLIT || !split)
        .map(r -> Plan.sample(settings, r))
        .toList();
  }

  /** The estimate; null before the end. */
  SubsetSimulation.Estimate estimate(List<Row> rows) {
    return play(rows).splitting.estimate();
  }

  private record Played(SubsetSimulation splitting, int rows) {}

  /** The splitting after the rows, as far as they fill its steps. */
  private Played play(List<Row> rows) {
    SubsetSimulation s =
        new SubsetSimulation(settings.axes().size(), 1, size, LEVELS, Seeds.stream(seed, STREAM));
    int taken = 0;
    for (int n = s.next().size(); n > 0 && taken + n <= rows.size(); n = s.next().size()) {
      s.tell(
          rows.subList(taken, taken + n).stream().mapToDouble(r -> r.outcome().margin()).toArray());
      taken += n;
    }
    return new Played(s, taken);
  }

  /** The last number of a point chooses the seed. */
  private Trial trial(int row, Part part, double[] x) {
    double choice = x[x.length - 1];
    int episodes = settings.episodes();
    long own =
        episodes == 0
            ? (long) Math.scalb(choice, SEED_BITS)
            : Plan.seed(seed, Math.min(episodes - 1, (int) (choice * episodes)));
    return new Trial(row, part, own, settings.at(x), Double.NaN);
  }
}
