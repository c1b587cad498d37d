package org.reins.launch.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.launch.models.LearnedModels;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;
import org.reins.sim.Violation;

/**
 * An arm as URDF files describe it: no rotor inertia, a guess of the acceleration, and joints whose
 * viscous friction is large beside the inertia of the wrist. Its wrist cannot do what its inertia
 * promises.
 */
class SluggishWristTest {
  private static final double DAMPING = 0.7;
  // The targets of this seed take the tool to the table at once.
  private static final long SEED = 2;
  private static final double SECONDS = 20;

  private final RobotModel arm = arm(DAMPING);

  private static RobotModel arm(double damping) {
    String text =
        RobotFiles.text("iiwa14")
            .replaceAll("damping: .*", "damping: " + damping)
            .replaceAll("friction: .*", "friction: 0.0")
            .replaceAll("acceleration: .*", "acceleration: 2.0")
            .replaceAll("(rotor_inertia: .*value: )[0-9.]+", "$10.0");
    return RobotFiles.parse("sluggish.yaml", text);
  }

  private WildTargets.Outcome drive(RobotModel known) {
    return new WildTargets(
            known, LearnedModels.filter(known, null), new EmbeddedArm(arm, PlantParameters.DEMO))
        .run(SEED, SECONDS);
  }

  @Test
  void theArmOfThisTestHasTheFrictionAndNoRotors() {
    assertEquals(DAMPING, arm.joints().get(6).damping());
    assertEquals(0, arm.joints().get(6).rotorInertia());
    assertEquals(2, arm.joints().get(6).limits().acceleration());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, DAMPING})
  void theArmStopsBeforeTheTable_whetherTheFileKnowsTheFrictionOrNot(double inTheFile) {
    WildTargets.Outcome outcome = drive(arm(inTheFile));
    assertEquals(0, outcome.judge().events(Violation.TABLE));
    double clearance = outcome.judge().minTableClearance();
    assertTrue(clearance > 0.019, "clearance " + clearance + " m: the margin is 0.02 m");
    assertTrue(clearance < 0.03, "the arm reaches the margin: clearance " + clearance + " m");
  }
}
