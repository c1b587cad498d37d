package org.reins.launch.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ArmDrive;
import org.reins.sim.Violation;

class DrivenCellTest {
  private final RobotModel ur5e = RobotFiles.arm("ur5e");

  @ParameterizedTest
  @EnumSource(ArmDrive.Mode.class)
  void theFilteredArmKeepsPostTableToolSpeedAndPerson(ArmDrive.Mode mode) {
    DrivenCell filtered = new DrivenCell(ur5e, mode, true);
    DrivenCell bare = new DrivenCell(ur5e, mode, false);
    for (int seed = 1; seed <= 3; seed++) {
      filtered.run(seed, 20);
      assertEquals(0, filtered.cell().postSteps());
      assertEquals(0, filtered.cell().fastSteps());
      assertEquals(0, filtered.cell().closingSteps());
      for (Violation kind :
          new Violation[] {Violation.TABLE, Violation.JOINT_POSITION, Violation.JOINT_SPEED}) {
        assertEquals(0, filtered.judge().events(kind), kind.key());
      }
      assertTrue(filtered.cell().fastest() > 0.2, "it moves");
    }
    bare.run(1, 20);
    assertTrue(bare.cell().postSteps() > 0 && bare.cell().closingSteps() > 0, "there is danger");
  }
}
