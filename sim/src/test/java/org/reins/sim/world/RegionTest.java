package org.reins.sim.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.constraint.HalfSpace;

class RegionTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void distancesOfAllShapesAreSigned() {
    Region pillar = new Cylinder("p", 1, 0, 0.2, -INF, INF);
    assertEquals(0.8, pillar.distance(0, 0, 99), 1e-12);
    assertEquals(-0.2, pillar.distance(1, 0, -99), 1e-12);
    Region drum = new Cylinder("d", 0, 0, 1, 0, 2);
    assertEquals(0.5, drum.distance(0, 0, 2.5), 1e-12);
    assertEquals(Math.sqrt(2), drum.distance(2, 0, 3), 1e-12);
    assertEquals(-0.25, drum.distance(0.5, 0, 0.25), 1e-12);
    Region box = new Box("b", new double[] {0, 0, 0}, new double[] {1, 2, 3});
    assertEquals(Math.sqrt(3), box.distance(2, 3, 4), 1e-12);
    assertEquals(-0.25, box.distance(0.25, 1, 1), 1e-12);
    Region rod = new Rod("r", new double[] {0, 0, 0}, new double[] {0, 0, 1}, 0.1);
    assertEquals(0.9, rod.distance(1, 0, 0.5), 1e-12);
    assertEquals(0.9, rod.distance(0, 0, 2), 1e-12);
    Region beyond = new Beyond(new HalfSpace("w", 0, 1, 0, -0.5));
    assertEquals(0.5, beyond.distance(3, 0, 3), 1e-12);
    assertEquals(-0.1, beyond.distance(3, -0.6, 3), 1e-12);
    assertEquals(INF, Region.nearest(List.of(), 0, 0, 0));
    assertEquals(0.5, Region.nearest(List.of(pillar, beyond), 0, 0, 0), 1e-12);
  }

  @Test
  void noShapeChangesFasterThanThePointMoves() {
    List<Region> shapes =
        List.of(
            new Cylinder("d", 0.1, 0, 0.5, 0, 1),
            new Box("b", new double[] {-1, 0, 0}, new double[] {1, 0.5, 0.3}),
            new Rod("r", new double[] {0, 0, 0}, new double[] {0.3, 0, 1}, 0.1));
    SplittableRandom random = new SplittableRandom(4);
    for (int k = 0; k < 5_000; k++) {
      double[] a = point(random);
      double[] b = point(random);
      double apart = Math.sqrt(square(a[0] - b[0]) + square(a[1] - b[1]) + square(a[2] - b[2]));
      for (Region r : shapes) {
        double change = r.distance(a[0], a[1], a[2]) - r.distance(b[0], b[1], b[2]);
        assertTrue(Math.abs(change) <= apart + 1e-12, r.name());
      }
    }
  }

  @Test
  void theDemosGoalsAreThoseThatItAlwaysHad() {
    // Drawn by the version before there were cells.
    double[][] before = {
      {0.600609440354474, -0.20540577256204512, 0.035},
      {0.4497185596170415, -0.3804965510765259, 0.30050664135274247},
      {0.4060984103346318, 0.11787473180112945, 0.3312067526997142},
      {0.31354879085935305, -0.26622185247249724, 0.035},
      {0.40447654794432714, 0.2941552985469723, 0.15330425260897887},
      {0.4878016444655275, -0.2336800900918419, 0.33182668707131624},
    };
    SplittableRandom random = new SplittableRandom(new SplittableRandom(1).nextLong());
    double[] goal = DemoWorld.TASK.goals().start();
    for (int k = 0; k < before.length; k++) {
      DemoWorld.TASK.goals().next(random, k, goal);
      assertArrayEquals(before[k], goal, 1e-9);
    }
  }

  private static double[] point(SplittableRandom random) {
    return new double[] {
      random.nextDouble(-2, 2), random.nextDouble(-2, 2), random.nextDouble(-2, 2)
    };
  }

  private static double square(double x) {
    return x * x;
  }
}
