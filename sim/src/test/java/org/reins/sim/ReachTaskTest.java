package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.sim.world.DemoWorld;
import org.reins.sim.world.Region;
import org.reins.sim.world.Task;
import org.reins.sim.world.Waypoints;

class ReachTaskTest {
  @Test
  void aSeedAlwaysGivesTheSameGoalsAndAnotherSeedOthers() {
    assertArrayEquals(goals(1), goals(1));
    for (long a = 1; a <= 20; a++) {
      for (long b = a + 1; b <= 20; b++) {
        double[] goalsOfA = goals(a);
        double[] goalsOfB = goals(b);
        for (int i = 0; i < goalsOfA.length; i += 3) {
          double x = goalsOfA[i];
          assertFalse(Arrays.stream(goalsOfB).anyMatch(v -> v == x), a + " and " + b);
        }
      }
    }
  }

  @Test
  void everyGoalIsAboveTheTableAndOutsideTheZone() {
    SplittableRandom random = new SplittableRandom(5);
    double[] goal = new double[3];
    for (int k = 0; k < 2_000; k++) {
      DemoWorld.TASK.goals().draw(random, goal);
      assertTrue(goal[2] >= 0.05);
      assertTrue(Region.nearest(DemoWorld.WORLD.zones(), goal[0], goal[1], goal[2]) >= 0.12);
    }
  }

  @Test
  void aGoalCountsOnceInItsSlotAndNotAfterIt() {
    ReachTask task = new ReachTask(2);
    task.reset(3);
    double[] first = task.goal().clone();
    double[] away = {0, 0, 1};
    task.observe(0.5, first);
    task.observe(0.6, away);
    task.observe(0.7, first);
    assertEquals(1, task.reached());
    assertTrue(task.observe(2.0, away));
    task.observe(2.1, first);
    assertEquals(1, task.reached());
    assertEquals(2, task.offered());
  }

  @Test
  void withADwellAGoalCountsOnceTheToolHasStayed() {
    Waypoints points = new Waypoints(List.of(new double[] {0, 0, 1}, new double[] {0, 1, 1}));
    ReachTask task = new ReachTask(new Task(points, 2, 0.05, 0.5, 20));
    task.reset(1);
    task.observe(0.1, new double[] {0, 0, 1});
    task.observe(0.4, new double[] {0, 0, 2});
    task.observe(0.5, new double[] {0, 0, 1});
    task.observe(0.9, new double[] {0, 0, 1});
    assertEquals(0, task.reached());
    task.observe(1.0, new double[] {0, 0, 1});
    assertEquals(1, task.reached());
    task.observe(2.0, new double[] {0, 0, 1});
    assertArrayEquals(new double[] {0, 1, 1}, task.goal());
  }

  private static double[] goals(long seed) {
    ReachTask task = new ReachTask(1);
    task.reset(seed);
    double[] all = new double[30];
    for (int k = 0; k < 10; k++) {
      System.arraycopy(task.goal(), 0, all, 3 * k, 3);
      task.observe(k + 1, new double[3]);
    }
    return all;
  }
}
