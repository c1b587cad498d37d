package org.reins.sim.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.sampleddata.CommandFilter;
import org.reins.filter.sampleddata.CommandsInFlight;
import org.reins.filter.sampleddata.HeldInput;

@Tag("campaign")
class BoatTest {
  private static final Boat BOAT = new Boat();
  private static final double PERIOD = BOAT.period();
  private static final GridValue VALUE = new GridValue(BOAT);
  private static final int EPISODES = 5_000;
  private final Episodes episodes = new Episodes(BOAT, VALUE);
  private final Guards guards = new Guards(BOAT);

  @Test
  void theUnsafeAreaIsThatOfTheCharacteristics() {
    // 1.4124 m² by following the barrier curves from the rocks' usable parts.
    assertEquals(1.4124, 20.0 * (1 - VALUE.kernelShare(1_000)), 0.005);
  }

  @Test
  void withTheMarginForSamplingNoEpisodeViolates_whateverAlpha() {
    for (double alpha : new double[] {1, 10, 50}) {
      Episodes.Result with = run(EPISODES, alpha, true, 0, true);
      assertEquals(0, with.violating(), "α " + alpha + ": " + with);
    }
  }

  @Test
  void withoutTheMarginAHighAlphaLeaks() {
    Episodes.Result without = run(500, 50, false, 0, true);
    assertTrue(without.violating() > 25, without.toString());
  }

  @Test
  void withADelayThatItIsToldOf_noEpisodeViolates() {
    for (int delay = 1; delay <= 3; delay++) {
      Episodes.Result told = run(EPISODES, 50, true, delay, true);
      assertEquals(0, told.violating(), delay + " periods: " + told);
    }
  }

  @Test
  void aDelayThatItIsNotToldOfLeaks() {
    Episodes.Result untold = run(500, 50, true, 3, false);
    assertTrue(untold.violating() > 50, untold.toString());
  }

  private Episodes.Result run(int count, double alpha, boolean margin, int delay, boolean told) {
    int known = told ? delay : 0;
    return episodes.run(
        () ->
            margin
                ? guards.sampled(VALUE.view(), 0, alpha, PERIOD, known)
                : guards.barrier(VALUE.view(), 0, alpha, PERIOD, known),
        new Episodes.Conditions(count, PERIOD, delay, 0, 1));
  }

  @Test
  void aPartThatViolatesIsFoundExactlyWhereAnEpisodeOfItDoes() {
    Episodes.Conditions all = new Episodes.Conditions(500, PERIOD, 0, 0, 1);
    assertTrue(episodes.violating(this::safe, all, 3).isEmpty());
    int part = episodes.violating(this::leaky, all, 3).orElseThrow();
    // It is found again at once, and it is there that the filter leaks: any other is left alone.
    AtomicInteger made = new AtomicInteger();
    Supplier<CommandFilter> counted =
        () -> {
          made.incrementAndGet();
          return leaky();
        };
    assertEquals(OptionalInt.of(part), episodes.violating(counted, all, part));
    assertEquals(1, made.get());
  }

  private CommandFilter safe() {
    return guards.sampled(VALUE.view(), 0, 50, PERIOD, 0);
  }

  private CommandFilter leaky() {
    return guards.barrier(VALUE.view(), 0, 50, PERIOD, 0);
  }

  @Test
  void theStatePredictedIsTheOneAtWhichTheCommandActs() {
    for (int delay = 0; delay <= 3; delay++) {
      CommandsInFlight flight = new CommandsInFlight(BOAT, delay, PERIOD);
      HeldInput plant = new HeldInput(BOAT);
      SplittableRandom random = new SplittableRandom(3);
      double[] x = {-2, 0.3};
      double[] still = new double[2];
      double[][] expected = new double[100][2];
      double[][] sent = new double[100][2];
      for (int k = 0; k < 100 - delay; k++) {
        flight.predict(x, expected[k + delay]);
        sent[k + delay] = random.doubles(2, -0.7, 0.7).toArray();
        flight.sent(sent[k + delay]);
        if (k >= delay) {
          assertArrayEquals(expected[k], x, 1e-14, "delay " + delay + ", period " + k);
        }
        plant.step(x, sent[k], still, PERIOD);
      }
    }
  }

  @Test
  void filteringAllocatesNothing() {
    CommandFilter filter = guards.sampled(VALUE.view(), 0, 20, PERIOD, 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 200 && least > 0; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      int changed = drift(filter);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      assertTrue(changed > 0);
    }
    assertEquals(0, least);
  }

  private final double[] x = new double[2];
  private final double[] nominal = new double[2];
  private final double[] u = new double[2];
  private final double[] still = new double[2];
  private final HeldInput plant = new HeldInput(BOAT);

  private int drift(CommandFilter filter) {
    x[0] = -1.5;
    x[1] = 0.2;
    int changed = 0;
    for (int k = 0; k < 400; k++) {
      BOAT.nominal(x, nominal);
      filter.step(x, nominal, u);
      changed += filter.changed() ? 1 : 0;
      plant.step(x, u, still, PERIOD);
    }
    return changed;
  }
}
