package org.reins.learning.risk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where in the unit cube to run next, from what is known. Three ways:
 *
 * <ul>
 *   <li>uncertain: of points drawn evenly and near known failures, those whose risk is nearest to
 *       one half, and that are apart from each other;
 *   <li>adversarial: an evolutionary search within the ranges. The runs with the smallest margins
 *       are the parents. A child is a parent that is moved a little, with some numbers of another
 *       parent, and it has its first parent's seed: what else is random stays the same;
 *   <li>anywhere: drawn evenly, so that no part is forgotten.
 * </ul>
 */
public final class NextPoints {
  private static final int DRAWN = 1000;
  private static final int MOVED = 500;
  private static final int PARENTS = 24;
  private static final double STEP = 0.08;
  private static final double MIXED = 0.15;
  // Distance over which two points tell the same, times the root of the number of axes.
  private static final double ALIKE = 0.12;

  private final List<RiskModel.Sample> known;
  private final RiskModel model;
  private final SplittableRandom random;
  private final int size;
  private final List<double[]> taken = new ArrayList<>();

  /** How a point was chosen. */
  public enum Way {
    UNCERTAIN,
    ADVERSARIAL,
    ANYWHERE
  }

  /**
   * A point to run.
   *
   * @param x shares of the ranges, 0 to 1
   * @param risk probability of a failure, as expected
   * @param parent whose seed the run has; null for a seed of its own
   */
  public record Point(double[] x, Way way, double risk, RiskModel.Sample parent) {}

  private record Scored(double[] x, double score, RiskModel.Sample parent) {}

  /**
   * Prepares a choice.
   *
   * @param known what ran so far, at least one
   * @param model fitted to those of it with seeds of their own
   */
  public NextPoints(List<RiskModel.Sample> known, RiskModel model, SplittableRandom random) {
    this.known = known;
    this.model = model;
    this.random = random;
    size = known.get(0).x().length;
  }

  /** Chooses points: half of them uncertain, an eighth anywhere, the others adversarial. */
  public List<Point> choose(int count) {
    int anywhere = count / 8;
    int uncertain = count / 2;
    List<Point> points = new ArrayList<>();
    pick(uncertain, uncertain(), Way.UNCERTAIN, points);
    pick(count - uncertain - anywhere, children(), Way.ADVERSARIAL, points);
    for (int k = 0; k < anywhere; k++) {
      add(drawn(), Way.ANYWHERE, null, points);
    }
    return points;
  }

  private List<Scored> uncertain() {
    List<double[]> parents =
        known.stream().filter(RiskModel.Sample::failed).map(RiskModel.Sample::x).toList();
    List<Scored> all = new ArrayList<>();
    for (int k = 0; k < DRAWN + (parents.isEmpty() ? 0 : MOVED); k++) {
      double[] x =
          k < DRAWN ? drawn() : moved(parents.get(random.nextInt(parents.size())), 2 * STEP);
      double p = model.risk(x);
      all.add(new Scored(x, 4 * p * (1 - p), null));
    }
    return all;
  }

  private List<Scored> children() {
    List<RiskModel.Sample> parents =
        known.stream()
            .sorted(Comparator.comparingDouble(RiskModel.Sample::margin))
            .limit(PARENTS)
            .toList();
    List<Scored> all = new ArrayList<>();
    for (int k = 0; k < MOVED; k++) {
      RiskModel.Sample parent = parents.get(random.nextInt(parents.size()));
      double[] other = parents.get(random.nextInt(parents.size())).x();
      double[] mixed = parent.x().clone();
      for (int i = 0; i < size; i++) {
        mixed[i] = random.nextDouble() < MIXED ? other[i] : mixed[i];
      }
      double[] x = moved(mixed, STEP);
      double promise = parent.failed() ? 1 : 0.5;
      all.add(new Scored(x, promise * (0.5 + model.risk(x)), parent));
    }
    return all;
  }

  /** Takes the points with the highest scores, each less for what is alike and already taken. */
  private void pick(int count, List<Scored> from, Way way, List<Point> into) {
    double alike = 2 * size * ALIKE * ALIKE;
    double[] left = from.stream().mapToDouble(Scored::score).toArray();
    for (double[] t : taken) {
      lower(left, from, t, alike);
    }
    for (int k = 0; k < count; k++) {
      int best = 0;
      for (int i = 1; i < left.length; i++) {
        best = left[i] > left[best] ? i : best;
      }
      double[] x = from.get(best).x;
      add(x, way, from.get(best).parent, into);
      lower(left, from, x, alike);
      left[best] = Double.NEGATIVE_INFINITY;
    }
  }

  private static void lower(double[] left, List<Scored> from, double[] near, double alike) {
    for (int i = 0; i < left.length; i++) {
      double square = 0;
      for (int j = 0; j < near.length; j++) {
        double d = from.get(i).x[j] - near[j];
        square += d * d;
      }
      left[i] *= 1 - StrictMath.exp(-square / alike);
    }
  }

  private void add(double[] x, Way way, RiskModel.Sample parent, List<Point> into) {
    taken.add(x);
    into.add(new Point(x, way, model.risk(x), parent));
  }

  private double[] drawn() {
    double[] x = new double[size];
    for (int i = 0; i < size; i++) {
      x[i] = random.nextDouble();
    }
    return x;
  }

  /** Moved by a normal step along each axis, and reflected at the faces of the cube. */
  private double[] moved(double[] from, double step) {
    double[] x = from.clone();
    for (int i = 0; i < size; i++) {
      double y = Math.abs(x[i] + step * random.nextGaussian()) % 2;
      x[i] = Math.min(y > 1 ? 2 - y : y, Math.nextDown(1.0));
    }
    return x;
  }
}
