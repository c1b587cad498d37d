package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/** The brakes of a simulated robot whose commands have ceased; its wrist is light. */
class OwnBrakesTest {
  private static final double DT = 0.001;

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void whenCommandsCease_theArmComesToRestWithoutShaking_andDoesNotSag(String compensated) {
    RobotModel robot =
        RobotFiles.parse(
            "light.yaml",
            RobotFiles.text("iiwa14")
                .replaceAll("gravity_compensated: true", "gravity_compensated: " + compensated)
                .replaceAll("(rotor_inertia: .*value: )[0-9.]+", "$10.0"));
    int n = robot.dof();
    EmbeddedArm arm = new EmbeddedArm(robot, PlantParameters.DEMO);
    RobotState state = new RobotState(n);
    arm.reset(1, robot.posture(), state);
    SimulatedDriver driver = new SimulatedDriver(robot, DriverProfile.IDEAL, DT);
    driver.reset(1, state);
    Arrays.fill(arm.trueQd(), 0.5);
    driver.send(state.acceptedEffort);
    int periods = robot.control().lostCommandsUntilStop() + 300;
    double fastest = 0;
    double[] rest = null;
    for (int k = 0; k < periods + 500; k++) {
      boolean before = driver.isBraking();
      driver.send(null);
      if (driver.isBraking() && !before) {
        fastest = fastest(arm);
      }
      arm.step(driver.torque(state), DT, state);
      driver.sample(state);
      assertFalse(before && fastest(arm) > 1.2 * fastest + 0.02, "shakes at " + fastest(arm));
      if (k == periods) {
        rest = arm.trueQ().clone();
      }
    }
    assertTrue(fastest > 0.1, "it moved");
    for (int i = 0; i < n; i++) {
      assertEquals(rest[i], arm.trueQ()[i], 2e-3, "joint " + i);
    }
  }

  private static double fastest(EmbeddedArm arm) {
    return Arrays.stream(arm.trueQd()).map(Math::abs).max().orElseThrow();
  }
}
