package org.reins.filter.barrier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BarrierBatchTest {
  /** Of one block, of blocks and a rest, of less than a register. */
  private static final int[] COUNTS = {NetworkBatch.COLUMNS, 2 * NetworkBatch.COLUMNS + 37, 1, 5};

  private static final int[][] SHAPES = {{}, {64}, {20, 33}, {24, 24, 24}};

  @ParameterizedTest
  @EnumSource(Activation.class)
  void manyStatesAtOnceGiveTheSameBitsAsOneByOne(Activation activation) {
    SplittableRandom random = new SplittableRandom(31);
    for (int[] hidden : SHAPES) {
      BarrierFile file = TestBarriers.random(hidden.length, 0.1f, activation, hidden);
      check(file, random);
      check(file.withMetadata(Map.of("angles", "3,10")), random);
    }
  }

  private static void check(BarrierFile file, SplittableRandom random) {
    BarrierBatch batch = new BarrierBatch(file);
    NeuralBarrier one = NeuralBarrier.scalar(file);
    int n = file.states();
    for (int count : COUNTS) {
      double[][] x = states(n, count, random);
      double[] value = new double[count];
      double[] alone = new double[count];
      double[][] gradient = new double[n][count];
      batch.evaluate(x, count, value, gradient);
      batch.value(x, count, alone);
      for (int c = 0; c < count; c++) {
        double[] state = new double[n];
        for (int i = 0; i < n; i++) {
          state[i] = x[i][c];
        }
        assertEquals(one.evaluate(state), value[c]);
        assertEquals(value[c], alone[c]);
        for (int i = 0; i < n; i++) {
          assertEquals(one.gradient()[i], gradient[i][c]);
        }
      }
    }
  }

  @Test
  void anEnsembleInManyStatesIsTheLowestMemberInEach() {
    BarrierFile second = TestBarriers.random(2, 0.1f, 16, 16);
    BarrierFile file = TestBarriers.random(1, 0.1f, 16, 16).withNetwork("member1", second.layers());
    Barrier one = Barriers.of(file);
    double[][] x = states(14, 50, new SplittableRandom(32));
    double[] value = new double[50];
    double[][] gradient = new double[14][50];
    Barriers.batched(file).evaluate(x, 50, value, gradient);
    for (int c = 0; c < 50; c++) {
      double[] state = new double[14];
      for (int i = 0; i < 14; i++) {
        state[i] = x[i][c];
      }
      assertEquals(one.evaluate(state), value[c]);
      assertEquals(one.gradient()[7], gradient[7][c]);
    }
  }

  private static double[][] states(int n, int count, SplittableRandom random) {
    double[][] x = new double[n][];
    for (int i = 0; i < n; i++) {
      x[i] = random.doubles(count, -3, 3).toArray();
    }
    return x;
  }
}
