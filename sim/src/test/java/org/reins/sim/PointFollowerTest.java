package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PointFollowerTest {
  private static final double T = 0.001;

  private final PointFollower follower = new PointFollower(1);

  @Test
  void itMeetsThePointInTimeWithItsVelocity_andHoldsIt() {
    double[] point = {0.3};
    double[] speed = {-0.4};
    double before = 0;
    double now = 0;
    for (int k = 0; k < 20; k++) {
      before = now;
      now = follower.step(T, point, speed, (20 - k) * T)[0];
    }
    assertEquals(0.3, now, 1e-12);
    // Backwards over the last period: the mean of a parabola's speed near its end.
    assertEquals(-0.4, (now - before) / T, 5);
    for (int k = 0; k < 5; k++) {
      now = follower.step(T, point, speed, -k * T)[0];
    }
    assertEquals(0.3, now);
  }

  @Test
  void aPointThatRecedesIsFollowedAtItsSpeed() {
    double[] point = {0};
    double[] speed = {0.5};
    double now = 0;
    for (int k = 0; k < 2_000; k++) {
      point[0] = 0.5 * (k * T + 0.02);
      now = follower.step(T, point, speed, 0.02)[0];
    }
    assertEquals(0.5 * 2, now, 2e-3);
  }
}
