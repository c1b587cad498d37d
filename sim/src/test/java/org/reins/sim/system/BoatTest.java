package org.reins.sim.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.sampled.CommandsInFlight;

class BoatTest {
  private static final BoatValue VALUE = new BoatValue(0.02);
  private static final int EPISODES = 5_000;

  @Test
  void theUnsafeAreaIsThatOfTheCharacteristics() {
    int inside = 0;
    int n = 1_000;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        inside += VALUE.value(-3 + 5 * (i + 0.5) / n, -2 + 4 * (j + 0.5) / n) < 0 ? 1 : 0;
      }
    }
    // 1.4124 m² by following the barrier curves from the rocks' usable parts.
    assertEquals(1.4124, 20.0 * inside / n / n, 0.005);
  }

  @Test
  void theBoundsOfTheGradientHoldInTheWholeBox() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 20_000; trial++) {
      double[] x = {random.nextDouble(-3, 2), random.nextDouble(-2, 2)};
      double[] low = {x[0] - random.nextDouble(0.05), x[1] - random.nextDouble(0.05)};
      double[] high = {x[0] + random.nextDouble(0.05), x[1] + random.nextDouble(0.05)};
      VALUE.bound(low, high);
      VALUE.evaluate(x);
      for (int i = 0; i < 2; i++) {
        assertTrue(VALUE.gradient()[i] >= VALUE.gradientLow()[i] - 1e-9);
        assertTrue(VALUE.gradient()[i] <= VALUE.gradientHigh()[i] + 1e-9);
      }
    }
  }

  @Test
  void withTheMarginForSamplingNoEpisodeViolates_whateverAlpha() {
    BoatEpisodes episodes = new BoatEpisodes(VALUE, 0);
    for (double alpha : new double[] {1, 10, 50}) {
      BoatEpisodes.Result with = episodes.run(EPISODES, alpha, true, 0, true, 1);
      assertEquals(0, with.violating(), "α " + alpha + ": " + with);
    }
  }

  @Test
  void withoutTheMarginAHighAlphaLeaks() {
    BoatEpisodes.Result without = new BoatEpisodes(VALUE, 0).run(500, 50, false, 0, true, 1);
    assertTrue(without.violating() > 25, without.toString());
  }

  @Test
  void withADelayThatItIsToldOf_noEpisodeViolates() {
    BoatEpisodes episodes = new BoatEpisodes(VALUE, 0);
    for (int delay = 1; delay <= 3; delay++) {
      BoatEpisodes.Result told = episodes.run(EPISODES, 50, true, delay, true, 2);
      assertEquals(0, told.violating(), delay + " periods: " + told);
    }
  }

  @Test
  void aDelayThatItIsNotToldOfLeaks() {
    BoatEpisodes.Result untold = new BoatEpisodes(VALUE, 0).run(500, 50, true, 3, false, 2);
    assertTrue(untold.violating() > 50, untold.toString());
  }

  @Test
  void theStatePredictedIsTheOneAtWhichTheCommandActs() {
    Boat boat = new Boat();
    for (int delay = 0; delay <= 3; delay++) {
      CommandsInFlight flight = new CommandsInFlight(boat, delay, BoatEpisodes.PERIOD);
      CommandsInFlight plant = new CommandsInFlight(boat, 0, BoatEpisodes.PERIOD);
      SplittableRandom random = new SplittableRandom(3);
      double[] x = {-2, 0.3};
      double[][] expected = new double[100][2];
      double[][] sent = new double[100][2];
      for (int k = 0; k < 100 - delay; k++) {
        flight.predict(x, expected[k + delay]);
        sent[k + delay] = random.doubles(2, -0.7, 0.7).toArray();
        flight.sent(sent[k + delay]);
        if (k >= delay) {
          assertArrayEquals(expected[k], x, 1e-14, "delay " + delay + ", period " + k);
        }
        plant.step(x, sent[k], BoatEpisodes.PERIOD);
      }
    }
  }

  @Test
  void filteringAllocatesNothing() {
    BoatEpisodes episodes = new BoatEpisodes(VALUE, 0);
    episodes.run(200, 20, true, 1, true, 4);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    episodes.run(10, 20, true, 1, true, 4);
    long few = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    episodes.run(500, 20, true, 1, true, 4);
    long many = threads.getCurrentThreadAllocatedBytes() - before;
    // What it takes to set a run up, and nothing an episode.
    assertTrue(many <= few + 2_000, few + " bytes for 10 episodes, " + many + " for 500");
  }
}
