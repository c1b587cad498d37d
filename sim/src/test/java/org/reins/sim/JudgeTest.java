package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.world.Rod;
import org.reins.sim.world.World;

class JudgeTest {
  private final RobotModel panda = RobotFiles.load("panda");
  private final Judge judge = new Judge(panda);
  private final double[] rest = new double[7];

  @Test
  void itsKinematicsAndTheFiltersAgreeThoughTheyShareNoCode() {
    RigidBodyDynamics dynamics = new RigidBodyDynamics(panda);
    BodyPoint tool = dynamics.point(6, panda.tool().from());
    SplittableRandom random = new SplittableRandom(1);
    double[] a = new double[3];
    double[] b = new double[3];
    for (int trial = 0; trial < 100; trial++) {
      double[] q = random.doubles(7, -2.5, 2.5).toArray();
      dynamics.update(q, rest);
      dynamics.position(tool, a);
      judge.locate(q);
      judge.tool(b);
      for (int k = 0; k < 3; k++) {
        assertEquals(a[k], b[k], 1e-12);
      }
    }
  }

  @Test
  void anUnbrokenStretchCountsOnceAndEveryStepOfItIsCounted() {
    double[] fast = {3, 0, 0, 0, 0, 0, 0};
    for (double[] qd : new double[][] {rest, fast, fast, fast, rest, fast, rest}) {
      judge.observe(panda.posture(), qd, rest, 0.001);
    }
    assertEquals(2, judge.events(Violation.JOINT_SPEED));
    assertEquals(4, judge.steps(Violation.JOINT_SPEED));
    assertEquals(2, judge.events());
  }

  @Test
  void aRobotThatWasKeptFromTakingCommandsIsJudgedOverTheTimeThatPassed() {
    double[] steep = {3, 0, 0, 0, 0, 0, 0};
    judge.observe(panda.posture(), rest, steep, 0.003);
    assertEquals(0, judge.events(Violation.TORQUE_RATE));
    judge.observe(panda.posture(), rest, rest, 0.002);
    assertEquals(1, judge.events(Violation.TORQUE_RATE));
  }

  @Test
  void eachKindIsSeen() {
    double[] beyond = panda.posture().clone();
    beyond[5] = 3.8;
    judge.observe(beyond, rest, rest, 0.001);
    assertEquals(1, judge.events(Violation.JOINT_POSITION));

    judge.reset();
    judge.observe(panda.posture(), rest, new double[] {1.001, 0, 0, 0, 0, 0, 0}, 0.001);
    assertEquals(1, judge.events(Violation.TORQUE_RATE));
    assertEquals(0, judge.events(Violation.TORQUE));

    judge.reset();
    judge.observe(panda.posture(), rest, new double[] {0, 0, 0, 0, 0, 0, 12.5}, 0.001);
    assertEquals(1, judge.events(Violation.TORQUE));

    judge.reset();
    double[] down = panda.posture().clone();
    down[1] = 1.2;
    judge.observe(down, rest, rest, 0.001);
    assertEquals(1, judge.events(Violation.TABLE));
    assertTrue(judge.minTableClearance() < 0);

    judge.reset();
    double[] stretched = {0.43, 0.6, 0, -1.4, 0, 2.0, 0.78};
    judge.observe(stretched, rest, rest, 0.001);
    assertEquals(1, judge.events(Violation.ZONE));
  }

  @Test
  void aTorqueThatIsNotANumberIsAViolation() {
    judge.observe(panda.posture(), rest, new double[] {Double.NaN, 0, 0, 0, 0, 0, 0}, 0.001);
    assertEquals(1, judge.events(Violation.TORQUE));
  }

  @Test
  void anObstacleThatTheFilterKnowsIsCountedOnItsOwn() {
    Rod post = new Rod("post", new double[] {0.3, 0, 0}, new double[] {0.3, 0, 1}, 0.05);
    Judge strict = new Judge(panda, new World(List.of(), List.of(post)));
    strict.observe(panda.posture(), rest, rest, 0.001);
    assertEquals(1, strict.events(Violation.OBSTACLE));
    assertEquals(1, strict.events());
    assertTrue(strict.obstacleClearance() < 0);
    assertEquals(Double.POSITIVE_INFINITY, strict.zoneClearance());
  }
}
