package org.reins.launch.simnode;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.node.process.NodeClock;

class WorldPaceTest {
  private static final long PERIOD = 1_000_000;

  private static void beHeldUp(long nanos) {
    long until = NodeClock.nanos() + nanos;
    while (NodeClock.nanos() < until) {
      Thread.onSpinWait();
    }
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
    WorldPace pace = new WorldPace(PERIOD);
    pace.begin();
    beHeldUp(20 * PERIOD);
    long stood = pace.awaitNext();
    assertTrue(stood >= 18 * PERIOD, stood + " ns");
    assertTrue(pace.slips() >= 18);
    assertTrue(pace.longestSlip() >= stood);
  }
}
