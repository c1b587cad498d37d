package org.reins.launch.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.robot.RobotFiles;
import org.reins.robot.RobotModel;
import org.reins.sim.Violation;

class VelocityCellTest {
  private final RobotModel ur5e = RobotFiles.arm("ur5e");

  @Test
  void inVelocityModeTheFilteredArmKeepsPostTableToolSpeedAndPerson() {
    VelocityCell filtered = new VelocityCell(ur5e, true);
    VelocityCell bare = new VelocityCell(ur5e, false);
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
