package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.observation.ReachInterface;
import org.reins.launch.models.LearnedModels;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ClosedLoop;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;
import org.reins.sim.Violation;

/** The models that come with Reins, in lockstep without ROS: independent of the machine's speed. */
@Tag("campaign")
class ClosedLoopTest {
  private static final int STEPS = 20_000;
  private static final int SEEDS = 4;

  private final RobotModel panda = RobotFiles.load("panda");
  private final ReachInterface reach = new ReachInterface(panda);
  private final OnnxPolicy policy =
      new OnnxPolicy(
          LearnedModels.BUILT_IN,
          LearnedModels.policy(LearnedModels.BUILT_IN),
          reach.observationSize(),
          reach.actionSize());

  @AfterEach
  void close() {
    policy.close();
  }

  @Test
  void withoutTheFilterThePolicyBreaksLimitsAndEntersTheZone() {
    ClosedLoop loop = loop(null, 0);
    long zone = 0;
    long speed = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      run(loop, seed);
      zone += loop.judge().events(Violation.ZONE);
      speed += loop.judge().events(Violation.JOINT_SPEED);
    }
    assertTrue(zone > 0 && speed > 0, zone + " and " + speed);
  }

  @Test
  void withTheFilterNoSeedBreaksAnythingAndMostGoalsAreReached() {
    ClosedLoop free = loop(null, 0);
    ClosedLoop filtered = loop(filter(LearnedModels.barrier(LearnedModels.BUILT_IN)), 0);
    int freeGoals = 0;
    int goals = 0;
    long active = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      run(free, seed);
      run(filtered, seed);
      assertEquals(0, filtered.judge().events(), "seed " + seed);
      freeGoals += free.task().reached();
      goals += filtered.task().reached();
      active += filtered.barrierActive();
    }
    assertTrue(goals >= 0.8 * freeGoals, goals + " of " + freeGoals);
    assertTrue(active > 0);
  }

  @Test
  void withoutTheLearnedBarrierTheZoneIsEntered() {
    ClosedLoop loop = loop(filter(null), 2);
    long zone = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      run(loop, seed);
      zone += loop.judge().events(Violation.ZONE);
      assertEquals(
          loop.judge().events(), loop.judge().events(Violation.ZONE), "nothing else is broken");
    }
    assertTrue(zone > 0);
  }

  private SafetyFilter filter(BarrierFile barrier) {
    return new SafetyFilter(
        panda, List.of(HalfSpace.table(0)), barrier, FilterSettings.DEFAULT, null);
  }

  private ClosedLoop loop(SafetyFilter filter, int level) {
    return new ClosedLoop(
        new EmbeddedArm(panda, PlantParameters.DEMO),
        policy,
        filter,
        EnvelopeLevels.DEFAULT.at(level),
        2);
  }

  private static void run(ClosedLoop loop, long seed) {
    loop.reset(seed);
    for (int k = 0; k < STEPS; k++) {
      loop.step();
    }
  }
}
