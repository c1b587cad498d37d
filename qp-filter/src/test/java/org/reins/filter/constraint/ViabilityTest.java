package org.reins.filter.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class ViabilityTest {
  @Property(tries = 5_000)
  void whoeverTakesTheBoundStaysInside(
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double room,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double speedShare,
      @ForAll @Scale(6) @DoubleRange(min = 0.5, max = 20) double braking,
      @ForAll @Scale(6) @DoubleRange(min = 0.002, max = 0.1) double horizon) {
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
        fail("position " + x + ", speed " + v + " in step " + k);
      }
    }
  }

  @Property(tries = 5_000)
  void withTheControlPeriodAsHorizonTheBoundIsExact(
      @ForAll @Scale(6) @DoubleRange(min = 0.01, max = 1) double room,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 0.99) double speedShare,
      @ForAll @Scale(6) @DoubleRange(min = 0.5, max = 20) double braking) {
    double dt = 0.001;
    double v = speedShare * Math.sqrt(2 * braking * room);
    double a = Viability.upper(-room, v, 0, Double.POSITIVE_INFINITY, braking, dt);
    // Taking it and braking from then on ends at the bound, not before it: brute force.
    double x = -room + v * dt + a * dt * dt / 2;
    double w = v + a * dt;
    assertEquals(0, x + w * w / (2 * braking), 1e-9);
  }

  @Property
  void theLowerBoundIsTheMirrorImage(
      @ForAll @Scale(6) @DoubleRange(min = -1, max = 1) double x,
      @ForAll @Scale(6) @DoubleRange(min = -3, max = 3) double v) {
    assertEquals(
        -Viability.upper(-x, -v, 0.5, 2, 5, 0.02), Viability.lower(x, v, -0.5, 2, 5, 0.02), 0);
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
