package org.reins.sim.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PersonTest {
  private final Person person =
      new Person(
          "worker",
          List.of(new double[] {0, 0, 1}, new double[] {2, 0, 1}, new double[] {2, 1, 1}),
          0.5,
          2);
  private final double[] at = new double[3];

  private void assertAt(double time, double x, double y) {
    person.at(time, at);
    assertArrayEquals(new double[] {x, y, 1}, at, 1e-12);
  }

  @Test
  void itWaits_walksTheCorner_waits_andWalksBack() {
    assertAt(0, 0, 0);
    assertAt(2, 0, 0);
    assertAt(4, 1, 0);
    assertAt(7, 2, 0.5);
    assertAt(8, 2, 1);
    assertAt(10, 2, 1);
    assertAt(11, 2, 0.5);
    assertAt(14, 1, 0);
    assertAt(16, 0, 0);
    assertAt(16 + 4, 1, 0);
  }

  @Test
  void itIsNeverFasterThanItsSpeed() {
    double[] before = new double[3];
    person.at(0, before);
    for (double t = 0.01; t < 40; t += 0.01) {
      person.at(t, at);
      double way = Math.hypot(at[0] - before[0], at[1] - before[1]);
      assertTrue(way <= 0.5 * 0.01 + 1e-9, "at " + t + " s: " + way);
      System.arraycopy(at, 0, before, 0, 3);
    }
  }

  @Test
  void whatNoPersonDoesIsRefused() {
    List<double[]> way = List.of(new double[3], new double[] {1, 0, 0});
    assertThrows(IllegalArgumentException.class, () -> new Person("p", way, 9, 2));
    assertThrows(IllegalArgumentException.class, () -> new Person("p", way, Double.NaN, 2));
    assertThrows(IllegalArgumentException.class, () -> new Person("p", way, 1, -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Person("p", List.of(new double[3], new double[3]), 1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new Person("p", List.of(new double[3]), 1, 1));
  }
}
