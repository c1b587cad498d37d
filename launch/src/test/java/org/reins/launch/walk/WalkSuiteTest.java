package org.reins.launch.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.launch.WalkModels;
import org.reins.launch.experiment.Adversary;
import org.reins.launch.simnode.Backend;
import org.reins.launch.walk.WalkSuite.Outcome;
import org.reins.learning.policy.TanhNetwork;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.WalkCourse;
import org.reins.sim.legged.WalkScenario;

/** A short version of the demo of the Go1; the whole one is {@code reins demo --robot go1}. */
@Tag("campaign")
class WalkSuiteTest {
  private final RobotModel go1 = RobotFiles.legged("go1");
  private final TanhNetwork policy = WalkModels.policy();

  private Outcome run(boolean filtered, Backend backend) {
    WalkSuite suite =
        new WalkSuite(
            go1,
            policy,
            filtered ? WalkModels.filters(go1) : null,
            17,
            WalkCourse.learned(go1, 8),
            r -> backend.walker(r, PlantParameters.WALK));
    Outcome all = Outcome.NONE;
    for (WalkScenario scenario : WalkScenario.values()) {
      for (int k = 0; k < 4; k++) {
        all = all.plus(suite.run(scenario, k));
      }
    }
    return all;
  }

  @Test
  void theFilterCatchesMostFallsBreaksNoLimitAndLetsTheRobotGetAlong() {
    Outcome bare = run(false, Backend.EMBEDDED);
    Outcome filtered = run(true, Backend.EMBEDDED);
    assertTrue(bare.falls() >= 3, "there is something to catch: " + bare);
    assertTrue(filtered.falls() <= bare.falls() / 2, bare + " " + filtered);
    assertTrue(filtered.metres() >= 0.7 * bare.metres(), bare + " " + filtered);
    assertEquals(0, filtered.limits());
    assertTrue(bare.limits() > 0, "without the filter limits are broken");
  }

  @Test
  void policyAndBarrierThatNeverSawMujocoDoTheSameThere() {
    assumeTrue(Backend.MUJOCO.missing().isEmpty(), Backend.MUJOCO.missing());
    Outcome bare = run(false, Backend.MUJOCO);
    Outcome filtered = run(true, Backend.MUJOCO);
    assertTrue(bare.falls() >= 3, "there is something to catch: " + bare);
    assertTrue(filtered.falls() <= bare.falls() / 2, bare + " " + filtered);
    assertTrue(filtered.metres() >= 0.6 * bare.metres(), bare + " " + filtered);
    assertEquals(0, filtered.limits());
    assertTrue(bare.limits() > 0, "without the filter limits are broken");
  }

  @Test
  void theSameSeedGivesTheSameWalk() {
    for (boolean filtered : new boolean[] {false, true}) {
      WalkSuite suite = new WalkSuite(go1, policy, filtered ? WalkModels.filters(go1) : null, 3, 4);
      assertEquals(suite.run(WalkScenario.PUSH, 1), suite.run(WalkScenario.PUSH, 1));
    }
  }

  @Test
  void anOpponentGainsByMakingTheRobotFall() {
    double weak = worth(0.05);
    double strong = worth(60);
    assertTrue(weak < 0 && strong > weak + 1, strong + " and " + weak);
  }

  /** Of a constant force to the side, N. */
  private double worth(double bound) {
    return new Adversary(go1, policy, null, bound)
        .of((observation, action) -> java.util.Arrays.fill(action, 0), 5, 3);
  }
}
