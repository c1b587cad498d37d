package org.reins.launch.simnode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.node.process.NodeClock;

class WorldPaceTest {
  private static final long PERIOD = 1_000_000;
  private static final long READING = 10_000;

  /** A clock that each reading moves on: only the test makes the process late. */
  private long now;

  private WorldPace begun() {
    WorldPace pace = new WorldPace(PERIOD, () -> now += READING);
    pace.begin();
    return pace;
  }

  @Test
  void aPeriodLastsAtLeastAsLongAsItShould() {
    WorldPace pace = new WorldPace(PERIOD);
    pace.begin();
    long start = NodeClock.nanos();
    for (int k = 0; k < 20; k++) {
      pace.awaitNext();
    }
    assertTrue(NodeClock.nanos() - start >= 19 * PERIOD);
  }

  @Test
  void forAsLongAsItWasHeldUpTheWorldStoodStill_andItIsCounted() {
    WorldPace pace = begun();
    now += 20 * PERIOD;
    long stood = pace.awaitNext();
    assertTrue(stood >= 18 * PERIOD, stood + " ns");
    assertTrue(pace.slips() >= 18);
    assertTrue(pace.longestSlip() >= stood);
    assertEquals(20, pace.elapsed());
    pace.awaitNext();
    assertEquals(1, pace.elapsed());
  }

  @Test
  void aDelayThatIsCaughtUpHidesCommandsToo_andIsCounted() {
    WorldPace pace = begun();
    assertEquals(1, pace.elapsed());
    now += 2 * PERIOD + PERIOD / 2;
    assertEquals(0, pace.awaitNext());
    assertEquals(0, pace.slips());
    assertEquals(2, pace.elapsed());
    pace.awaitNext();
    assertEquals(1, pace.elapsed());
  }
}
