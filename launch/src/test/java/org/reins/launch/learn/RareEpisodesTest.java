package org.reins.launch.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.learning.assurance.SubsetSimulation;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.Episodes;
import org.reins.sim.system.GridValue;
import org.reins.sim.system.Guards;
import org.reins.sim.system.Systems;

/**
 * Importance splitting on benchmark systems, against plain episodes and against the true kernel.
 */
@Tag("campaign")
class RareEpisodesTest {
  private static final int REPETITIONS = 12;

  @ParameterizedTest
  @CsvSource({"boat, 0.01"})
  void theEstimateIsTheShareThatPlainEpisodesFind(String name, double tooFar) {
    BenchmarkSystem system = Systems.find(name).orElseThrow();
    GridValue kernel = new GridValue(system);
    Guards guards = new Guards(system);
    // A barrier that is wrong by a known amount: starts between -tooFar and 0 are lost.
    Episodes episodes = new Episodes(system, kernel, kernel::view, -tooFar);
    Episodes.Conditions c = new Episodes.Conditions(40_000, system.period(), 0, 0, 7);
    Episodes.Result plain =
        episodes.run(() -> guards.barrier(kernel.view(), 0, 10, system.period(), 0), c);
    double truth = (double) plain.violating() / plain.episodes();
    double sum = 0;
    double error = 0;
    long runs = 0;
    for (int k = 0; k < REPETITIONS; k++) {
      SubsetSimulation.Estimate e =
          RareEpisodes.estimate(
              episodes.smallestH(guards.barrier(kernel.view(), 0, 10, system.period(), 0), c),
              system.states(),
              300,
              k);
      sum += e.probability() / REPETITIONS;
      error += e.error() / REPETITIONS;
      runs += e.evaluations();
    }
    double plainError = 1 / Math.sqrt(Math.max(1, plain.violating()));
    String figures =
        "plain "
            + truth
            + " ("
            + plain.violating()
            + "), splitting "
            + sum
            + ", "
            + error
            + ", "
            + runs;
    assertTrue(plain.violating() > 50 && truth < 0.05, figures);
    double allowed = 3 * Math.hypot(error / Math.sqrt(REPETITIONS), plainError) + 0.1;
    assertEquals(1, sum / truth, allowed, figures);
  }
}
