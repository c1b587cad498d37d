package org.reins.launch.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.barrier.BarrierFile;
import org.reins.launch.models.LearnedModels;
import org.reins.learning.policy.OnnxReader;
import org.reins.learning.policy.TanhNetwork;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.Seeds;

/** Envelopes and profiles that change at any moment, under an eager policy, in lockstep. */
@Tag("campaign")
class EnvelopeChangesTest {
  private static final EnvelopeLevels LADDER = EnvelopeLevels.DEFAULT;

  private final RobotModel panda = RobotFiles.load("panda");
  private final BarrierFile barrier = LearnedModels.barrier(LearnedModels.BUILT_IN);
  private final TanhNetwork policy =
      OnnxReader.read(LearnedModels.BUILT_IN, LearnedModels.policy(LearnedModels.BUILT_IN));
  private Envelope wanted = LADDER.base();
  private long statuses;
  private long fallbacks;
  private double fastest;
  private double limit;
  private final FilteredArm arm =
      new FilteredArm(
          panda,
          LearnedModels.filter(panda, barrier),
          () -> wanted,
          null,
          (status, violations) -> {
            statuses++;
            if (status.action >= FilterAction.FALLBACK.code()) {
              fallbacks++;
            }
          });
  private final float[] observation = new float[arm.observationSize()];
  private final float[] action = new float[arm.actionSize()];

  private void act(SplittableRandom noise) {
    arm.observe(observation);
    policy.act(observation, action);
    for (int i = 0; noise != null && i < action.length; i++) {
      action[i] += (float) (0.3 * noise.nextGaussian());
    }
    arm.step(action);
  }

  @Test
  void noSequenceOfLevelsAndToolSpeedsBreaksALimitOrMakesTheRowsContradictMoreOften() {
    for (int level : new int[] {0, LADDER.top()}) {
      wanted = LADDER.at(level);
      for (int e = 0; e < 6; e++) {
        arm.reset(e);
        SplittableRandom random = Seeds.stream(1, e);
        while (arm.time() < 8) {
          act(random);
        }
        assertEquals(0, arm.judge().events(), "at the fixed level " + level);
      }
    }
    double usual = (double) fallbacks / statuses;
    statuses = 0;
    fallbacks = 0;
    for (int e = 0; e < 30; e++) {
      SplittableRandom random = Seeds.stream(2, e);
      wanted = LADDER.at(random.nextInt(LADDER.levels().size()));
      arm.setToolSpeed(Double.POSITIVE_INFINITY);
      arm.reset(e);
      while (arm.time() < 8) {
        // Sometimes a change an action, sometimes long rests.
        if (random.nextInt(e % 3 == 0 ? 2 : 20) == 0) {
          wanted = LADDER.at(random.nextInt(LADDER.levels().size()));
        }
        if (random.nextInt(30) == 0) {
          arm.setToolSpeed(new double[] {0.25, 1, Double.POSITIVE_INFINITY}[random.nextInt(3)]);
        }
        act(random);
      }
      assertEquals(0, arm.judge().events(), "episode " + e);
    }
    double changing = (double) fallbacks / statuses;
    assertTrue(
        changing <= 2 * usual + 0.005,
        "statuses with a fallback: " + changing + " with changes, " + usual + " without");
  }

  @Test
  void inTheManualProfileTheToolIsSlowFromTheTimeOnThatTheBrakeNeeds() {
    double[] before = new double[3];
    double[] now = new double[3];
    wanted = LADDER.at(LADDER.top());
    limit = 0.25;
    for (int e = 0; e < 6; e++) {
      arm.setToolSpeed(Double.POSITIVE_INFINITY);
      arm.reset(e);
      while (arm.time() < 1.5) {
        act(null);
      }
      arm.setToolSpeed(limit);
      // From 4 m/s, which stands for none, at 2 m/s².
      while (arm.time() < 3.5) {
        act(null);
      }
      arm.judge().tool(before);
      while (arm.time() < 8) {
        act(null);
        arm.judge().tool(now);
        double way = 0;
        for (int i = 0; i < 3; i++) {
          way += (now[i] - before[i]) * (now[i] - before[i]);
          before[i] = now[i];
        }
        fastest = Math.max(fastest, Math.sqrt(way) / 0.02);
      }
    }
    assertTrue(fastest <= 1.02 * limit, "tool speed " + fastest);
    assertTrue(fastest > 0.8 * limit, "it still works: " + fastest);
  }
}
