package org.reins.sim.legged;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;

class TerrainTest {
  private final double[] normal = new double[3];

  @Test
  void aSlopeRisesFromAMetreOnAndItsNormalLeansBack() {
    Terrain slope = Terrain.slope(0.3);
    assertEquals(0, slope.height(0.9, 5));
    assertEquals(Math.tan(0.3), slope.height(2, -1), 1e-12);
    slope.normal(3, 0, normal);
    assertArrayEquals(new double[] {-Math.sin(0.3), 0, Math.cos(0.3)}, normal, 1e-9);
  }

  @Test
  void stepsAreLevelButForTheirRisers() {
    Terrain steps = Terrain.steps(0.05);
    assertEquals(0, steps.height(0.5, 0));
    assertEquals(0.05, steps.height(1.15, 0), 1e-12);
    assertEquals(0.10, steps.height(1.45, 0), 1e-12);
    steps.normal(1.2, 0, normal);
    assertArrayEquals(new double[] {0, 0, 1}, normal, 1e-12);
  }

  @Test
  void bumpsAreContinuousWithinTheirSizeAndTheSameForASeed() {
    Terrain a = Terrain.rough(0.04, 9);
    Terrain b = Terrain.rough(0.04, 9);
    SplittableRandom random = new SplittableRandom(1);
    double highest = 0;
    for (int k = 0; k < 2_000; k++) {
      double x = random.nextDouble(-5, 5);
      double y = random.nextDouble(-5, 5);
      double h = a.height(x, y);
      assertEquals(h, b.height(x, y));
      assertTrue(h >= 0 && h <= 0.04);
      assertEquals(h, a.height(x + 1e-6, y - 1e-6), 1e-5);
      highest = Math.max(highest, h);
    }
    assertTrue(highest > 0.02);
    assertEquals(0, a.height(0.1, 0.1), "level where the robot starts");
  }

  @Test
  void whatNoRobotCouldStandOnIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Terrain.slope(1));
    assertThrows(IllegalArgumentException.class, () -> Terrain.steps(-0.1));
    assertThrows(IllegalArgumentException.class, () -> Terrain.rough(Double.NaN, 1));
  }

  @Test
  void theBareGaitWalksOverBumpsAndUpALowStep() {
    RobotModel go1 = RobotFiles.legged("go1");
    for (Terrain terrain : new Terrain[] {Terrain.rough(0.03, 2), Terrain.steps(0.02)}) {
      Walker walker =
          new Walker(new EmbeddedLegged(go1, new PlantParameters(0, 0, 1, 1), terrain), null, null);
      walker.reset(1);
      walker.want(0.8, 0, 0);
      for (int k = 0; k < 3_000; k++) {
        walker.step();
      }
      assertFalse(walker.body().fallen());
      assertTrue(
          walker.sim().truePosition()[0] > 1, "it gets on: " + walker.sim().truePosition()[0]);
    }
  }
}
