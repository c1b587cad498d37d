package org.reins.launch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.reins.filter.qp.QpProblem;

/**
 * Quadratic programs of one size.
 *
 * <p>The synthetic sets resemble a filter's: H diagonal in [0.5, 2], nominal commands normal with σ
 * 1.2 against boxes ±1, rows normal with log-normal scale 0.7, each with a margin of 0.02 to 0.52
 * at a common interior point.
 *
 * @param name for reports
 * @param problems all of one size
 */
record QpSet(String name, List<QpProblem> problems) {
  /** Names of the sets that come with Reins. */
  static final List<String> NAMES = List.of("arm7x30", "quad12x60", "soft13x62", "drift12x60");

  private static final int COUNT = 2_000;
  private static final int SEQUENCE = 200;
  private static final int QUAD = 12;
  private static final int QUAD_BARRIERS = 8;
  private static final int QUAD_ROWS = 36;
  private static final double SLACK_WEIGHT = 1e4;
  private static final double SLACK_PRICE = 10;

  /** Creates one of {@link #NAMES}; always the same problems. */
  static QpSet of(String name) {
    SplittableRandom random = new SplittableRandom(2026 + NAMES.indexOf(name));
    List<QpProblem> problems = new ArrayList<>(COUNT);
    switch (name) {
      case "arm7x30" -> {
        for (int k = 0; k < COUNT; k++) {
          problems.add(random(random, 7, 16, interior(random, 7)));
        }
      }
      case "quad12x60" -> {
        for (int k = 0; k < COUNT; k++) {
          problems.add(random(random, QUAD, QUAD_ROWS, interior(random, QUAD)));
        }
      }
      case "soft13x62" -> {
        for (int k = 0; k < COUNT; k++) {
          problems.add(soft(random));
        }
      }
      default -> {
        while (problems.size() < COUNT) {
          double[] inside = interior(random, QUAD);
          QpProblem from = random(random, QUAD, QUAD_ROWS, inside);
          QpProblem to = random(random, QUAD, QUAD_ROWS, inside);
          for (int k = 0; k < SEQUENCE; k++) {
            problems.add(between(from, to, k / (SEQUENCE - 1.0)));
          }
        }
      }
    }
    return new QpSet(name, problems);
  }

  int n() {
    return problems.get(0).n;
  }

  int rows() {
    return problems.get(0).maxRows;
  }

  private static double[] interior(SplittableRandom random, int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextDouble(-0.5, 0.5);
    }
    return x;
  }

  private static QpProblem random(SplittableRandom random, int n, int m, double[] inside) {
    QpProblem p = new QpProblem(n, m);
    p.rows = m;
    for (int i = 0; i < n; i++) {
      p.hessian[i * n + i] = random.nextDouble(0.5, 2);
      p.linear[i] = -p.hessian[i * n + i] * 1.2 * random.nextGaussian();
      p.lower[i] = -1;
      p.upper[i] = 1;
    }
    for (int k = 0; k < m; k++) {
      double scale = Math.exp(0.7 * random.nextGaussian());
      double at = 0;
      for (int i = 0; i < n; i++) {
        double c = scale * random.nextGaussian();
        p.matrix[k * n + i] = c;
        at += c * inside[i];
      }
      p.rightHandSide[k] = at - random.nextDouble(0.02, 0.52);
    }
    return p;
  }

  /**
   * A quad problem with one slack on the barrier rows; one of them demands more than is possible.
   */
  private static QpProblem soft(SplittableRandom random) {
    QpProblem hard = random(random, QUAD, QUAD_ROWS, interior(random, QUAD));
    int broken = random.nextInt(QUAD_BARRIERS);
    int n = QUAD + 1;
    QpProblem p = new QpProblem(n, QUAD_ROWS);
    p.rows = QUAD_ROWS;
    for (int i = 0; i < QUAD; i++) {
      p.hessian[i * n + i] = hard.hessian[i * QUAD + i];
      p.linear[i] = hard.linear[i];
      p.lower[i] = -1;
      p.upper[i] = 1;
    }
    p.hessian[QUAD * n + QUAD] = SLACK_WEIGHT;
    p.linear[QUAD] = SLACK_PRICE;
    p.lower[QUAD] = 0;
    for (int k = 0; k < QUAD_ROWS; k++) {
      double most = 0;
      for (int i = 0; i < QUAD; i++) {
        double c = hard.matrix[k * QUAD + i];
        p.matrix[k * n + i] = c;
        most += Math.abs(c);
      }
      p.matrix[k * n + QUAD] = k < QUAD_BARRIERS ? 1 : 0;
      // Beyond the value at any corner of the box.
      p.rightHandSide[k] =
          k == broken ? most + random.nextDouble(0.02, 0.52) : hard.rightHandSide[k];
    }
    return p;
  }

  private static QpProblem between(QpProblem a, QpProblem b, double share) {
    QpProblem p = new QpProblem(a.n, a.maxRows);
    p.rows = a.rows;
    mix(a.hessian, b.hessian, share, p.hessian);
    mix(a.linear, b.linear, share, p.linear);
    mix(a.matrix, b.matrix, share, p.matrix);
    mix(a.rightHandSide, b.rightHandSide, share, p.rightHandSide);
    mix(a.lower, b.lower, share, p.lower);
    mix(a.upper, b.upper, share, p.upper);
    return p;
  }

  private static void mix(double[] a, double[] b, double share, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = (1 - share) * a[i] + share * b[i];
    }
  }
}
