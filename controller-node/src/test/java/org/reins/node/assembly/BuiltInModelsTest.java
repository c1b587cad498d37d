package org.reins.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.node.drift.DriftFile;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;

class BuiltInModelsTest {
  @ParameterizedTest
  @ValueSource(strings = {"panda", "go1"})
  void everyFileOfTheManifestIsThere_andIsOfItsRobot(String robot) {
    BuiltInModels models = BuiltInModels.require(robot);
    assertTrue(BuiltInModels.bytes(models.policy()).length > 0);
    assertEquals(
        robot,
        ModelFiles.barrier(RobotFiles.load(robot), ModelFiles.BUILT_IN).robot(),
        models.barrier());
    if (!models.drift().isEmpty()) {
      assertNotNull(DriftFile.parse("built-in", BuiltInModels.bytes(models.drift())));
    }
  }

  @Test
  void noRobotIsOfferedWhatWasLearnedForAnother() {
    for (String robot : RobotFiles.builtIn()) {
      boolean learned = BuiltInModels.of(robot).isPresent();
      if (!learned) {
        assertNull(ModelFiles.barrier(RobotFiles.load(robot), ModelFiles.BUILT_IN), robot);
      }
    }
  }

  @Test
  void aRobotWithoutAPolicyIsToldSo() {
    String said =
        assertThrows(
                ReinsException.class,
                () -> ModelFiles.policy(RobotFiles.arm("ur5e"), ModelFiles.BUILT_IN))
            .getMessage();
    assertEquals(
        "Reins comes with no models for robot ur5e: built-in models exist for panda, go1 and go2; for"
            + " others, give a file",
        said);
  }
}
