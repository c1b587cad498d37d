package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each joint with the wrong sign, and each pair of joints under each other's name, on four arms
 * that stop by their own brakes when no command comes: docs/inputs.md has the figures of the
 * others.
 */
@Tag("campaign")
class ContrarySweepTest {
  private static final double SECONDS = 4;

  @ParameterizedTest
  @CsvSource({
    "panda, false, 2",
    "panda, true, 0",
    "fr3, false, 2",
    "fr3, true, 0",
    "ur5e, false, 6",
    "ur5e, true, 6",
    "ur10e, false, 9",
    "ur10e, true, 6"
  })
  void everyArmComesToRest_andFewJointsReachTwiceTheirSpeedLimit(
      String robot, boolean effortIsMeasured, int fast) {
    int beyond = 0;
    int started = 0;
    ContraryArm arm = new ContraryArm(robot, effortIsMeasured);
    for (int joint = 0; joint < arm.joints(); joint++) {
      for (int other = joint; other < arm.joints(); other++) {
        for (double turn : new double[] {0.5, -0.5}) {
          if (arm.begin(joint, other, turn, true)) {
            started++;
            beyond += arm.drive(SECONDS) > 2 ? 1 : 0;
            assertEquals(0, arm.speed(), 0.05, joint + " as " + other + " still moves");
          }
        }
      }
    }
    assertTrue(started > 30, started + " cases started");
    assertTrue(beyond <= fast, beyond + " of " + started + " beyond twice the speed limit");
  }
}
