package org.reins.filter.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ViabilityTest {
  private static final int TRIES = 5_000;

  private final SplittableRandom random = new SplittableRandom(7);

  /** A number of a range; one in ten is an end of it, where bounds break first. */
  private double draw(double least, double most) {
    return switch (random.nextInt(20)) {
      case 0 -> least;
      case 1 -> most;
      default -> random.nextDouble(least, most);
    };
  }

  @Test
  void whoeverTakesTheBoundStaysInside() {
    for (int k = 0; k < TRIES; k++) {
      takeTheBound(draw(0, 1), draw(0, 1), draw(0.5, 20), draw(0.002, 0.1));
    }
  }

  private static void takeTheBound(double room, double speedShare, double braking, double horizon) {
    double dt = 0.001;
    double vMax = 2;
    double x = -room;
    // Any speed from which braking still stops before 0.
    double v = speedShare * Math.min(vMax, Math.sqrt(2 * braking * room));
    for (int k = 0; k < 2_000; k++) {
      double a = Viability.upper(x, v, 0, vMax, braking, horizon);
      assertTrue(a >= -braking);
      x += v * dt + a * dt * dt / 2;
      v += a * dt;
      if (x > 1e-6 || v > vMax + 1e-9) {
        fail(
            "position "
                + x
                + ", speed "
                + v
                + " in step "
                + k
                + " from "
                + room
                + " and "
                + speedShare
                + " at braking "
                + braking
                + ", horizon "
                + horizon);
      }
    }
  }

  @Test
  void withTheControlPeriodAsHorizonTheBoundIsExact() {
    double dt = 0.001;
    for (int k = 0; k < TRIES; k++) {
      double room = draw(0.01, 1);
      double braking = draw(0.5, 20);
      double v = draw(0, 0.99) * Math.sqrt(2 * braking * room);
      double a = Viability.upper(-room, v, 0, Double.POSITIVE_INFINITY, braking, dt);
      // Taking it and braking from then on ends at the bound, not before it: brute force.
      double x = -room + v * dt + a * dt * dt / 2;
      double w = v + a * dt;
      assertEquals(0, x + w * w / (2 * braking), 1e-9, "room " + room + ", braking " + braking);
    }
  }

  @Test
  void theLowerBoundIsTheMirrorImage() {
    for (int k = 0; k < TRIES; k++) {
      double x = draw(-1, 1);
      double v = draw(-3, 3);
      assertEquals(
          -Viability.upper(-x, -v, 0.5, 2, 5, 0.02), Viability.lower(x, v, -0.5, 2, 5, 0.02), 0);
    }
  }

  @Test
  void beyondTheBoundItBrakesAndThenTurnsBack() {
    assertEquals(-5, Viability.upper(0.1, 1, 0, 2, 5, 0.02), 0);
    assertTrue(Viability.upper(0.1, 0, 0, 2, 5, 0.02) < 0);
  }

  @Test
  void farFromEveryBoundOnlyTheSpeedLimitCounts() {
    assertEquals((2 - 0.5) / 0.02, Viability.upper(0, 0.5, 100, 2, 5, 0.02), 1e-9);
  }
}
