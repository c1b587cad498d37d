package org.reins.launch.gym;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.SafetyFilter;
import org.reins.filter.observation.ArmPolicy;
import org.reins.filter.qp.QpBackEnd;
import org.reins.launch.cell.CellModels;
import org.reins.launch.experiment.ArmSetting;
import org.reins.launch.experiment.FilteredArm;
import org.reins.node.policy.DescribedPolicies;
import org.reins.robot.ReinsException;
import org.reins.sim.ClosedLoop;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.cell.Cell;

class GymBatchTest {
  private static final int SIZE = 5;

  private static void resetAll(GymBatch batch, long seed) {
    boolean[] all = new boolean[batch.size()];
    long[] seeds = new long[batch.size()];
    Arrays.fill(all, true);
    Arrays.setAll(seeds, i -> seed + i);
    batch.reset(all, seeds);
  }

  @ParameterizedTest
  @EnumSource(
      value = Autoreset.class,
      names = {"NEXT_STEP", "SAME_STEP"})
  void manyEnvironmentsDoWhatSingleOnesDo_withAnyNumberOfWorkers(Autoreset autoreset) {
    GymTask task = Tasks.panda(0.3);
    try (GymBatch many = Tasks.batch(task, SIZE, autoreset, 3)) {
      resetAll(many, 40);
      float[][] observations = new float[35][];
      double[][] rewards = new double[35][];
      byte[][] flags = new byte[35][];
      for (int k = 0; k < observations.length; k++) {
        many.step(Tasks.actions(SIZE, 8, k, 0));
        observations[k] = many.state().observations.clone();
        rewards[k] = many.state().rewards.clone();
        flags[k] = many.state().flags.clone();
      }
      for (int i = 0; i < SIZE; i++) {
        try (GymBatch one = Tasks.batch(task, 1, autoreset, 1)) {
          resetAll(one, 40 + i);
          for (int k = 0; k < observations.length; k++) {
            one.step(Tasks.actions(1, 8, k, i));
            float[] seen = Arrays.copyOfRange(observations[k], 20 * i, 20 * i + 20);
            assertArrayEquals(seen, one.state().observations, 0, "step " + k);
            assertEquals(rewards[k][i], one.state().rewards[0]);
            assertEquals(flags[k][i], one.state().flags[0]);
          }
        }
      }
    }
  }

  @Test
  void withNextStepTheStepAfterTheLastBeginsAnEpisodeAndIgnoresTheAction() {
    try (GymBatch batch = Tasks.batch(Tasks.panda(0.1), 1, Autoreset.NEXT_STEP, 1)) {
      resetAll(batch, 7);
      for (int k = 0; k < 4; k++) {
        batch.step(Tasks.actions(1, 8, k, 0));
        assertEquals(0, batch.state().flags[0]);
      }
      batch.step(Tasks.actions(1, 8, 4, 0));
      assertEquals(GymBatch.TRUNCATED, batch.state().flags[0]);
      assertEquals(7, batch.state().seeds[0]);
      batch.step(Tasks.actions(1, 8, 5, 0));
      assertEquals(GymBatch.BEGAN, batch.state().flags[0]);
      assertEquals(0, batch.state().rewards[0]);
      long seed = batch.state().seeds[0];
      float[] first = batch.state().observations.clone();
      try (GymBatch other = Tasks.batch(Tasks.panda(0.1), 1, Autoreset.NEXT_STEP, 1)) {
        resetAll(other, seed);
        assertArrayEquals(first, other.state().observations, "its seed tells the episode");
      }
    }
  }

  @Test
  void withSameStepTheLastObservationIsKeptApart() {
    GymTask task = Tasks.panda(0.1);
    try (GymBatch same = Tasks.batch(task, 1, Autoreset.SAME_STEP, 1);
        GymBatch next = Tasks.batch(task, 1, Autoreset.NEXT_STEP, 1)) {
      resetAll(same, 7);
      resetAll(next, 7);
      for (int k = 0; k < 5; k++) {
        same.step(Tasks.actions(1, 8, k, 0));
        next.step(Tasks.actions(1, 8, k, 0));
      }
      assertEquals(GymBatch.TRUNCATED, same.state().flags[0]);
      assertArrayEquals(next.state().observations, same.state().finalObservations);
      assertEquals(7, same.state().finalSeeds[0]);
      assertNotEquals(7, same.state().seeds[0]);
      next.step(new float[8]);
      assertArrayEquals(next.state().observations, same.state().observations);
    }
  }

  @Test
  void anEpisodeDoesNotDependOnWhatWasBefore() {
    try (GymBatch batch = Tasks.batch(Tasks.panda(10), 1, Autoreset.DISABLED, 1)) {
      double[][] first = new double[10][];
      for (int round = 0; round < 3; round++) {
        resetAll(batch, 123);
        for (int k = 0; k < first.length; k++) {
          batch.step(Tasks.actions(1, 8, k, 0));
          // Figures of the filter, too: they are not rounded as observations are.
          first[k] = round == 0 ? batch.state().infos.clone() : first[k];
          assertArrayEquals(first[k], batch.state().infos, "round " + round + ", step " + k);
        }
        for (int k = 0; k < 30 * round; k++) {
          batch.step(Tasks.actions(1, 8, k, 5));
        }
      }
    }
  }

  @Test
  void neighboursDoNotRepeatEachOthersEpisodes() {
    try (GymBatch batch = Tasks.batch(Tasks.panda(10), 2, Autoreset.NEXT_STEP, 1)) {
      resetAll(batch, 3);
      batch.reset(new boolean[] {true, false}, new long[] {-1, -1});
      assertNotEquals(batch.state().seeds[1], batch.state().seeds[0]);
      assertEquals(4, batch.state().seeds[1], "it was not reset");
    }
  }

  @Test
  void whatCannotBeStepped_isRefusedInOneSentenceAndNothingMoves() {
    try (GymBatch batch = Tasks.batch(Tasks.panda(0.1), 2, Autoreset.DISABLED, 1)) {
      requireSentence(batch, new float[16], "no episode has begun: reset environment 0 first");
      resetAll(batch, 1);
      float[] before = batch.state().observations.clone();
      float[] bad = new float[16];
      bad[11] = Float.NaN;
      requireSentence(batch, bad, "environment 1: action 3 is NaN: it must be a finite number");
      bad[11] = Float.NEGATIVE_INFINITY;
      requireSentence(
          batch, bad, "environment 1: action 3 is -Infinity: it must be a finite number");
      batch.reset(new boolean[2], new long[2]);
      assertArrayEquals(before, batch.state().observations);
      for (int k = 0; k < 5; k++) {
        batch.step(new float[16]);
      }
      requireSentence(batch, new float[16], "the episode has ended: reset environment 0 first");
    }
  }

  private static void requireSentence(GymBatch batch, float[] actions, String sentence) {
    ReinsException e = assertThrows(ReinsException.class, () -> batch.step(actions));
    assertEquals(sentence, e.getMessage());
  }

  @Test
  void observationsStayWithinTheirBoundsEvenForHugeActions() {
    GymTask task = Tasks.panda(100);
    float[] low = new float[20];
    float[] high = new float[20];
    DescribedPolicies.learning(Tasks.PANDA.robot(), task.policy()).observationBounds(low, high);
    try (GymBatch batch = Tasks.batch(task, 1, Autoreset.DISABLED, 1)) {
      resetAll(batch, 3);
      float[] action = new float[8];
      for (int k = 0; k < 100; k++) {
        for (int i = 0; i < 8; i++) {
          action[i] = (k / 10 + i) % 2 == 0 ? Float.MAX_VALUE : -Float.MAX_VALUE;
        }
        batch.step(action);
        for (int i = 0; i < 20; i++) {
          float v = batch.state().observations[i];
          assertTrue(low[i] <= v && v <= high[i], "number " + i + " is " + v);
        }
      }
      assertEquals(0, batch.environment(0).arm().judge().events(), "violations");
    }
  }

  @Test
  void anActionDoesInTheGymWhatItDoesInSim() {
    Cell cell = Tasks.PANDA;
    SafetyFilter one = CellModels.filter(cell, CellModels.barrier(cell), QpBackEnd.OWN);
    SafetyFilter two = CellModels.filter(cell, CellModels.barrier(cell), QpBackEnd.OWN);
    FilteredArm gym =
        new FilteredArm(
            ArmSetting.of(cell, DescribedPolicies.learning(cell.robot(), Tasks.panda(10).policy())),
            one,
            () -> EnvelopeLevels.DEFAULT.base(),
            null,
            null);
    EmbeddedArm arm = new EmbeddedArm(cell.robot(), cell.disturbances().plant());
    ClosedLoop sim =
        ClosedLoop.of(
            new ClosedLoop.Setting(
                cell.robot(),
                arm,
                EnvelopeLevels.DEFAULT.base(),
                cell.world(),
                cell.task(),
                cell.disturbances().driver(),
                cell.output(),
                List.of()),
            new Replay(DescribedPolicies.learning(cell.robot(), Tasks.panda(10).policy())),
            two);
    gym.reset(9);
    sim.reset(9);
    for (int k = 0; k < 60; k++) {
      gym.step(Tasks.actions(1, 8, k, 0));
      for (int c = 0; c < 20; c++) {
        sim.step();
      }
      assertArrayEquals(arm.trueQ(), gym.arm().trueQ(), "step " + k);
      assertArrayEquals(arm.trueQd(), gym.arm().trueQd(), "step " + k);
    }
  }

  /** Fixed actions through the same interface, as a policy of the simulator. */
  private static final class Replay implements ArmPolicy {
    private final org.reins.filter.observation.ArmInterface seen;
    private final float[] observation;
    private int step;

    Replay(org.reins.filter.observation.ArmInterface seen) {
      this.seen = seen;
      observation = new float[seen.observationSize()];
    }

    @Override
    public double period() {
      return seen.period();
    }

    @Override
    public void reset() {
      seen.reset();
      step = 0;
    }

    @Override
    public boolean act(
        double[] q, double[] qd, double[] goal, double[] target, double[] stiffness) {
      seen.observe(q, qd, goal, observation);
      seen.apply(Tasks.actions(1, 8, step++, 0), q, target, stiffness);
      return true;
    }
  }
}
