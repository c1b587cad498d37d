package org.reins.launch.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;

@Tag("campaign")
class WalkStepFuzzTest {
  @Test
  void noStateHoweverWild_makesAGo1sStepSendWhatItMustNot() {
    StepCounts counts = new WalkStepFuzz(RobotFiles.legged("go1")).run(100_000, 7);
    assertEquals(new StepCounts(100_000, 0, 0, 0, 0, 0), counts);
    assertTrue(counts.isClean());
  }

  @Test
  void theSameSeedGivesTheSameCounts() {
    WalkStepFuzz fuzz = new WalkStepFuzz(RobotFiles.legged("a1"));
    assertEquals(fuzz.run(2_000, 3), fuzz.run(2_000, 3));
  }
}
