package org.reins.launch.learn;

import java.nio.file.Path;
import org.reins.filter.barrier.BarrierFile;
import org.reins.robot.ReinsException;
import org.reins.sim.system.BenchmarkSystem;

/** Barriers of benchmark systems. */
final class SystemBarriers {
  private SystemBarriers() {}

  /** Refuses a barrier for another system. */
  static void requireFits(BarrierFile file, BenchmarkSystem system, Path path) {
    if (!file.robot().equals(system.name()) || file.states() != system.states()) {
      throw new ReinsException(
          "barrier file "
              + path
              + " is for "
              + file.robot()
              + " with "
              + file.states()
              + " state numbers: the system is "
              + system.name()
              + " with "
              + system.states());
    }
  }

  /** Which numbers of a state are angles over a full turn. */
  static int[] angles(BenchmarkSystem system) {
    return java.util.stream.IntStream.range(0, system.states())
        .filter(i -> system.domain().periodic()[i])
        .toArray();
  }
}
