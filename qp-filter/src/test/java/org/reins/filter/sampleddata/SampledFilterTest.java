package org.reins.filter.sampleddata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** One number x with ẋ = u, |u| ≤ 1, and B = x. */
class SampledFilterTest {
  private static final ControlAffine LINE =
      new ControlAffine() {
        @Override
        public int states() {
          return 1;
        }

        @Override
        public int inputs() {
          return 1;
        }

        @Override
        public void evaluate(double[] x, double[] f, double[] g) {
          f[0] = 0;
          g[0] = 1;
        }
      };

  private static final BarrierRate X =
      new BarrierRate() {
        private final double[] one = {1};

        @Override
        public int inputs() {
          return 1;
        }

        @Override
        public double evaluate(double[] x) {
          return x[0];
        }

        @Override
        public double[] gradient() {
          return one;
        }

        @Override
        public double drift() {
          return 0;
        }

        @Override
        public double[] row() {
          return one;
        }
      };

  // What the penalty of the slack leaves of a row that can be met.
  private static final double SOFT = 1e-6;

  private final double[] u = new double[1];

  private SampledFilter filter(double alpha) {
    return new SampledFilter(
        X,
        null,
        new CommandsInFlight(LINE, 0, 0.01),
        0,
        alpha,
        new double[] {1, -1},
        new double[] {-1, -1});
  }

  private double at(SampledFilter filter, double x) {
    filter.step(new double[] {x}, new double[] {-1}, u);
    return u[0];
  }

  @Test
  void insideOfTheSafeSetTheMarginIsUsedUpAtAlpha() {
    SampledFilter slow = filter(1);
    assertEquals(-0.3, at(slow, 0.3), SOFT);
    assertTrue(slow.changed());
    assertEquals(-1, at(slow, 2), "far inside nothing changes");
    assertFalse(slow.changed());
  }

  @Test
  void outsideOfItTheMarginIsWonBackWithAllThatTheInputsGive_whateverAlpha() {
    for (double alpha : new double[] {0.1, 1, 10}) {
      SampledFilter filter = filter(alpha);
      assertEquals(0.5, at(filter, -0.01), SOFT);
      assertEquals(0, filter.slack(), SOFT);
      // More is asked for than there is: then as much as there is, and the slack says so.
      assertEquals(1, at(filter, -0.1), SOFT);
      assertEquals(4, filter.slack(), SOFT);
    }
    assertEquals(1, at(filter(100), -0.01), SOFT, "a greater α counts");
  }

  @Test
  void theTwoMeetAtTheEdge() {
    assertEquals(0, at(filter(1), 1e-9), SOFT);
    assertEquals(0, at(filter(1), -1e-9), SOFT);
  }
}
