package org.reins.launch.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.robot.file.RobotFiles;

/** A short version of the campaign of walks. */
@Tag("campaign")
class WalkLoopFuzzTest {
  @ParameterizedTest
  @EnumSource(
      value = WalkLoopFuzz.Fault.class,
      names = {
        "NONE",
        "STATES_LOST",
        "COMMANDS_LOST",
        "LINK_LOST",
        "ORIENTATION_FROZEN",
        "CONTACTS_WRONG",
        "PUSH"
      })
  void whatIsLostOrPushedBreaksNoLimitOfTheGo1(WalkLoopFuzz.Fault fault) {
    WalkLoopFuzz fuzz = new WalkLoopFuzz(RobotFiles.load("go1"));
    LoopCounts counts = LoopCounts.none();
    for (int k = 0; k < 6; k++) {
      counts = counts.plus(fuzz.episode(k, fault));
    }
    assertEquals(0, counts.violations(), counts.failures().toString());
    assertEquals(0, counts.nonFinite());
    assertEquals(6, counts.episodes());
  }

  @ParameterizedTest
  @EnumSource(WalkLoopFuzz.Fault.class)
  void whateverTheSensorsSayCommandsAreFinite(WalkLoopFuzz.Fault fault) {
    WalkLoopFuzz fuzz = new WalkLoopFuzz(RobotFiles.load("go1"));
    for (int k = 6; k < 9; k++) {
      assertEquals(0, fuzz.episode(k, fault).nonFinite());
    }
  }

  @Test
  void theSameEpisodeIsTheSame() {
    WalkLoopFuzz fuzz = new WalkLoopFuzz(RobotFiles.load("go1"));
    LoopCounts first = fuzz.run(5, 4);
    assertEquals(first, fuzz.run(5, 4));
    assertTrue(first.episodes() == 4);
  }
}
