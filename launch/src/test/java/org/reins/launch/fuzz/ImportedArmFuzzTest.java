package org.reins.launch.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/**
 * An arm as URDF files describe it, behind drivers, with one fault each: the commands carry its
 * weight, its rotors have no inertia, and its acceleration is a guess. It stops by itself.
 */
@Tag("campaign")
class ImportedArmFuzzTest {
  private static final long FIRST = 60_001;
  private static final int EPISODES = 10;

  private final RobotModel arm =
      RobotFiles.parse(
          "imported.yaml",
          RobotFiles.text("iiwa14")
              .replaceAll("gravity_compensated: true", "gravity_compensated: false")
              .replaceAll("damping: .*", "damping: 0.5")
              .replaceAll("friction: .*", "friction: 0.0")
              .replaceAll("acceleration: .*", "acceleration: 2.0")
              .replaceAll("(rotor_inertia: .*value: )[0-9.]+", "$10.0"));

  @Test
  void theCommandsCarryTheArmOfThisTest() {
    assertFalse(arm.control().gravityCompensated());
    assertEquals(0, arm.joints().get(6).rotorInertia());
  }

  @ParameterizedTest
  @EnumSource(ArmLoopFuzz.Fault.class)
  void whateverGoesWrongItKeepsItsLimits(ArmLoopFuzz.Fault fault) {
    ArmLoopFuzz fuzz = new ArmLoopFuzz(arm, null);
    LoopCounts counts = LoopCounts.none();
    for (long k = FIRST; k < FIRST + EPISODES; k++) {
      counts = counts.plus(fuzz.episode(k, fault));
    }
    assertEquals(0, counts.violations(), counts.failures().toString());
    assertEquals(0, counts.nonFinite());
  }
}
