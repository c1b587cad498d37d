package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;

class IntakePaceTest {
  private static final long MS = 1_000_000;

  private final Intake intake = new Intake(RobotFiles.load("panda"), "policy/action");

  @Test
  void theUsualTimeBetweenMessagesIsKnown_andAPauseCountsForASecondAtMost() {
    assertEquals(0, intake.gapNanos());
    assertFalse(intake.cameWithin(0, MS));
    for (long k = 1; k <= 100; k++) {
      intake.came(k * 100 * MS);
    }
    assertEquals(100 * MS, intake.gapNanos(), MS);
    intake.came(1_000_000L * MS);
    assertEquals(190 * MS, intake.gapNanos(), MS);
    assertTrue(intake.cameWithin(1_000_001L * MS, MS));
  }
}
