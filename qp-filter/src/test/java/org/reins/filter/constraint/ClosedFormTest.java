package org.reins.filter.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.qp.DualActiveSetSolver;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpStatus;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.Capsule;

/** Constraints against closed forms, finite differences and small brute force. */
class ClosedFormTest {
  @Test
  void theDerivativesOfTheDistanceOfSegmentsAreItsSlopes() {
    SplittableRandom random = new SplittableRandom(41);
    SegmentPair now = new SegmentPair();
    SegmentPair other = new SegmentPair();
    int sliding = 0;
    for (int trial = 0; trial < 3_000; trial++) {
      double[][][] x = new double[4][3][3];
      // A rigid segment: its second end turns about the first.
      for (int body = 0; body < 2; body++) {
        double[] w = random.doubles(3, -1, 1).toArray();
        double[] e = random.doubles(3, -1, 1).toArray();
        double[] we = cross(w, e);
        double[] wwe = cross(w, we);
        for (int d = 0; d < 3; d++) {
          x[2 * body][0][d] = random.nextDouble(-1, 1) + 1.5 * body;
          x[2 * body][1][d] = random.nextDouble(-1, 1);
          x[2 * body][2][d] = random.nextDouble(-1, 1);
          x[2 * body + 1][0][d] = x[2 * body][0][d] + e[d];
          x[2 * body + 1][1][d] = x[2 * body][1][d] + we[d];
          x[2 * body + 1][2][d] = x[2 * body][2][d] + wwe[d];
        }
      }
      assertTrue(place(now, x, 0));
      now.move(x[0][1], x[1][1], x[2][1], x[3][1], x[0][2], x[1][2], x[2][2], x[3][2]);
      double h = 1e-4;
      place(other, x, h);
      double after = other.distance;
      double[] normal = other.normal.clone();
      place(other, x, -h);
      double before = other.distance;
      double rate = (after - before) / (2 * h);
      double curvature = (after - 2 * now.distance + before) / (h * h);
      // Where the nearest feature changes within h there is no second derivative.
      boolean smooth = Math.abs(dot(normal, other.normal) - 1) < 1e-5;
      if (now.distance > 0.05 && smooth && Math.abs(curvature) < 40) {
        assertEquals(rate, now.rate, 1e-3, "trial " + trial);
        if (Math.abs(curvature - now.drift) < 1e-2 * (1 + Math.abs(curvature))) {
          sliding++;
        }
      }
    }
    // A few trials sit on the edge between two features.
    assertTrue(sliding > 2_500, sliding + " agree");
  }

  @Test
  void theSpeedLimitOfAPositionIsHeldAndReached() {
    for (PositionSpeedLimit limit : PositionSpeedLimit.FR3) {
      double q = (limit.lower() + limit.upper()) / 2;
      double v = 0;
      double worst = Double.NEGATIVE_INFINITY;
      double used = 0;
      for (int k = 0; k < 20_000; k++) {
        boolean up = k / 4_000 % 2 == 0;
        double most =
            Math.min(
                limit.accelerationAtMost(q, v, 10, 0.02),
                limit.accelerationAtMost(q, v, 10, 0.001));
        double least =
            Math.max(
                limit.accelerationAtLeast(q, v, 10, 0.02),
                limit.accelerationAtLeast(q, v, 10, 0.001));
        double a = Math.max(least, Math.min(most, up ? 10 : -10));
        q += v * 0.001 + a * 0.5e-6;
        v += a * 0.001;
        worst = Math.max(worst, Math.max(v - limit.atMost(q), limit.atLeast(q) - v));
        used = Math.max(used, v / limit.cap());
      }
      assertTrue(worst <= 1e-9, limit + ": over by " + worst);
      assertTrue(used > 0.5, limit + ": " + used);
    }
  }

  @Test
  void theAllowedSpeedLeavesExactlyTheProtectiveDistance() {
    SeparationDistance row =
        new SeparationDistance(
            RobotFiles.load("panda"),
            "tool",
            new Capsule("panda_link7", new double[3], new double[3], 0.05),
            new SeparationDistance.Approach(1.6, 0.1, 4, 0.03),
            0.05);
    for (double d = 0.2; d < 3; d += 0.01) {
      double s = row.allowedSpeed(d);
      double needed = 1.6 * (0.1 + s / 4) + s * 0.1 + s * s / 8 + 0.03;
      if (s > 0) {
        assertEquals(d, needed, 1e-12);
      } else {
        assertTrue(d <= needed + 1e-12);
      }
    }
  }

  @Test
  void ofTwoRowsThatContradictEachOther_theLowerPriorityGivesWay() {
    Priority[] order = {Priority.HIGH, Priority.NORMAL, Priority.LOW};
    for (int k = 0; k < 2; k++) {
      QpProblem p = new QpProblem(2, 2);
      p.rows = 2;
      p.matrix[0] = 1;
      p.rightHandSide[0] = 1;
      p.softness[0] = order[k].softness(1e6);
      p.matrix[2] = -1;
      p.rightHandSide[1] = 1;
      p.softness[1] = order[k + 1].softness(1e6);
      DualActiveSetSolver solver = new DualActiveSetSolver(2, 2, false);
      assertEquals(QpStatus.SOLVED, solver.solve(p));
      double high = p.softness[0] * solver.multipliers()[0];
      double low = p.softness[1] * solver.multipliers()[1];
      assertEquals(2, high + low, 1e-6, "together they make up the contradiction");
      assertTrue(high <= low / 99, high + " and " + low);
    }
  }

  private static boolean place(SegmentPair pair, double[][][] x, double t) {
    double[][] at = new double[4][3];
    for (int k = 0; k < 4; k++) {
      for (int d = 0; d < 3; d++) {
        at[k][d] = x[k][0][d] + t * x[k][1][d] + t * t / 2 * x[k][2][d];
      }
    }
    return pair.place(at[0], at[1], at[2], at[3]);
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  @Test
  void rowsSayWhatIsLeft() {
    QpProblem p = new QpProblem(2, 3);
    Rows rows = new Rows(p, new double[] {1, 0, 0, 1}, new double[2]);
    rows.jointAtMost(0, 1, RowLimit.SPEED, 0.25);
    rows.nothing(7);
    assertEquals(List.of(0.25, 7.0), List.of(rows.left()[0], rows.left()[1]));
    assertEquals(Double.NEGATIVE_INFINITY, p.rightHandSide[1]);
  }
}
