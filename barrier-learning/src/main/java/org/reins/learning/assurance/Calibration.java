package org.reins.learning.assurance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The margin δ of a barrier, by split conformal calibration on trajectories that were not used for
 * training.
 *
 * <p>A lost trajectory is one that met h &lt; 0. Its score is how safe the barrier wrongly called
 * it. With n lost trajectories for calibration, δ is the ⌈(n + 1)(1 − ε)⌉-th smallest score, and at
 * least 0. If a further lost trajectory is exchangeable with these, its score is above δ with
 * probability at most ε. The other half of the trajectories is not used to find δ. It bounds that
 * probability a second time, region by region (Clopper–Pearson).
 *
 * @param delta δ, in the unit of B
 * @param miss ε
 * @param calibrated n, number of lost trajectories that δ was found from
 * @param regions results on the other half, per kind and region
 */
public record Calibration(double delta, double miss, int calibrated, List<Region> regions) {
  /** Confidence of the statements about regions. */
  public static final double CONFIDENCE = 0.95;

  /**
   * Result of the tested half for a region.
   *
   * @param name of the region
   * @param lost number of lost trajectories tested
   * @param missed number of these with a score above δ
   * @param bound upper bound of the probability of a miss, with {@link Calibration#CONFIDENCE}; 1
   *     if none was tested
   */
  public record Region(String name, long lost, long missed, double bound) {}

  /**
   * A lost trajectory.
   *
   * @param score how safe the barrier called it
   * @param kind kind of trajectory; δ is valid for each kind
   * @param region region of its start
   */
  public record Lost(double score, String kind, String region) {}

  /**
   * Calibrates.
   *
   * @param lost in an order that is independent of their scores; every second one is used for δ
   * @param miss ε, above 0 and below 1
   * @throws IllegalArgumentException when there are too few; the message states how many are needed
   */
  public static Calibration of(List<Lost> lost, double miss) {
    double delta = 0;
    int calibrated = 0;
    List<Lost> tested = new ArrayList<>();
    List<String> kinds = lost.stream().map(Lost::kind).distinct().sorted().toList();
    for (String kind : kinds.isEmpty() ? List.of("any") : kinds) {
      List<Lost> all = lost.stream().filter(l -> l.kind.equals(kind)).toList();
      double[] scores = new double[(all.size() + 1) / 2];
      for (int i = 0; i < all.size(); i++) {
        if (i % 2 == 0) {
          scores[i / 2] = all.get(i).score;
        } else {
          tested.add(all.get(i));
        }
      }
      delta = Math.max(delta, quantile(kind, scores, all.size(), miss));
      calibrated += scores.length;
    }
    List<Region> regions = new ArrayList<>();
    double found = delta;
    for (String kind : kinds) {
      List<Lost> ofKind = tested.stream().filter(l -> l.kind.equals(kind)).toList();
      regions.add(region(kind, ofKind, found));
      List<String> names = ofKind.stream().map(Lost::region).distinct().sorted().toList();
      for (String name : names.size() > 1 ? names : List.<String>of()) {
        regions.add(
            region(
                kind + ", " + name,
                ofKind.stream().filter(l -> l.region.equals(name)).toList(),
                found));
      }
    }
    return new Calibration(delta, miss, calibrated, List.copyOf(regions));
  }

  private static double quantile(String kind, double[] scores, int all, double miss) {
    int needed = (int) Math.ceil(1 / miss) - 1;
    if (scores.length < needed) {
      throw new IllegalArgumentException(
          all
              + " held-out trajectories ("
              + kind
              + ") meet an unsafe state: a miss rate of "
              + miss
              + " needs at least "
              + 2 * needed
              + ", half for the margin and half to test it; record more transitions, or accept a"
              + " larger miss rate");
    }
    Arrays.sort(scores);
    int rank = (int) Math.ceil((scores.length + 1) * (1 - miss));
    return scores[Math.min(scores.length, rank) - 1];
  }

  private static Region region(String name, List<Lost> lost, double delta) {
    long missed = lost.stream().filter(l -> l.score > delta).count();
    double bound = lost.isEmpty() ? 1 : ClopperPearson.upper(missed, lost.size(), CONFIDENCE);
    return new Region(name, lost.size(), missed, bound);
  }
}
