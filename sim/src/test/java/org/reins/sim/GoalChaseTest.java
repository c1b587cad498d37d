package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class GoalChaseTest {
  private final GoalChase chase = new GoalChase();
  private final double[] tool = {0.4, 0, 0.3};

  private double walk(double share) {
    double[] goal = chase.goal();
    for (int i = 0; i < 3; i++) {
      tool[i] += share * (goal[i] - tool[i]);
    }
    return chase.observe(0.1, tool);
  }

  @Test
  void theWayToAGoalAddsUpToOneHoweverItIsGone() {
    chase.reset(1, tool);
    double sum = 0;
    while (chase.reached() == 0) {
      sum += walk(0.1);
    }
    assertEquals(1, sum, 1e-12);
  }

  @Test
  void goingToAndFroIsPaidOnce() {
    chase.reset(1, tool);
    double[] start = tool.clone();
    double there = walk(0.5);
    double[] half = tool.clone();
    double again = 0;
    for (int k = 0; k < 10; k++) {
      again += chase.observe(0.2, start);
      again += chase.observe(0.2, half);
    }
    assertEquals(0, again);
    assertEquals(1, there + walk(1), 1e-12);
  }

  @Test
  void aGoalThatTakesTooLongIsMissedAndTheNextOneIsElsewhere() {
    chase.reset(2, tool);
    double[] first = chase.goal().clone();
    chase.observe(GoalChase.PATIENCE, tool);
    assertEquals(1, chase.missed());
    assertNotEquals(first[0], chase.goal()[0]);
  }
}
