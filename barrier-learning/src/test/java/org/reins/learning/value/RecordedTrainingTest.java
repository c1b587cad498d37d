package org.reins.learning.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.barrier.Activation;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/** A cart between walls at ±1 that brakes at 1 m/s² from where it is: its value is known. */
@Tag("training")
class RecordedTrainingTest {
  private static final double DT = 0.05;

  private static TransitionFile braking() {
    Transitions t = new Transitions(2, 1);
    SplittableRandom random = new SplittableRandom(3);
    for (int run = 0; run < 500; run++) {
      double x = random.nextDouble(-1, 1);
      double v = random.nextDouble(-1.5, 1.5);
      for (int k = 0; k < 40; k++) {
        double a = Math.max(-1, Math.min(1, -v / DT));
        float[] before = {(float) x, (float) v};
        float h = (float) (1 - Math.abs(x));
        x += DT * v + DT * DT * a / 2;
        v += DT * a;
        t.add(before, new float[] {(float) a}, new float[] {(float) x, (float) v}, h, 0, run);
      }
    }
    return new TransitionFile(t, DT, "cart", List.of("x", "v"), 3);
  }

  private static BarrierFile train(TransitionFile data, double tau) {
    RecordedSettings settings =
        new RecordedSettings(1_500, 256, tau, 3e-3, 32, 2, Activation.TANH, 5);
    try (RecordedTraining training = new RecordedTraining(data, settings)) {
      for (int k = 0; k < training.stages(); k++) {
        training.stage(k, (what, share, loss) -> {});
      }
      return training.result("hash");
    }
  }

  @Test
  void theValueIsThatOfTheRecordedBehaviourWhereverItBegins() {
    Barrier barrier = Barriers.of(train(braking(), 0.5));
    double[][] states = {{0, 0}, {0.5, 0}, {0, 1}, {0.5, 0.8}, {-0.5, -0.8}, {0.8, 1}, {0.5, -0.5}};
    for (double[] x : states) {
      double end = x[0] + x[1] * Math.abs(x[1]) / 2;
      double known = 1 - Math.max(Math.abs(x[0]), Math.abs(end));
      assertEquals(known, barrier.evaluate(x), 0.08, x[0] + ", " + x[1]);
    }
  }

  @Test
  void theSameSeedGivesTheSameBarrierAndTheFileSaysWhatItIs() {
    TransitionFile data = braking();
    BarrierFile a = train(data, 0.3);
    BarrierFile b = train(data, 0.3);
    double[] x = {0.3, 0.4};
    assertEquals(Barriers.of(a).evaluate(x), Barriers.of(b).evaluate(x));
    assertEquals("recorded", a.metadata().get("method"));
    assertTrue(
        Barriers.of(a).evaluate(x) < Barriers.of(train(data, 0.9)).evaluate(x) + 0.05,
        "a lower expectile leans to the worse");
  }
}
