package org.reins.launch.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.simnode.Backend;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.ControlFacts;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ArmDrive;
import org.reins.sim.SimBackend;
import org.reins.sim.Violation;
import org.reins.sim.gazebo.GazeboRobot;
import org.reins.sim.mujoco.MujocoArm;

/** An arm on a rail and a lift, with a finger, behind the filter. */
class SlidingArmTest {
  private final RobotModel robot =
      RobotFiles.load("../hardware-configs/src/test/resources/robots/rail_arm.yaml");

  @ParameterizedTest
  @EnumSource(Backend.class)
  void wildTargetsBreakNoLimitInAnySimulator(Backend backend) {
    String missing =
        switch (backend) {
          case EMBEDDED -> "";
          case MUJOCO -> MujocoArm.missing();
          case GAZEBO -> GazeboRobot.missing();
        };
    assumeTrue(missing.isEmpty(), missing);
    try (SimBackend bare = backend.make(robot);
        SimBackend filtered = backend.make(robot)) {
      WildTargets.Outcome off = new WildTargets(robot, null, bare).run(6, 4);
      assertTrue(off.judge().events(Violation.JOINT_SPEED) > 0, "there is danger");
      WildTargets.Outcome on =
          new WildTargets(robot, LearnedModels.filter(robot, null), filtered).run(6, 8);
      for (Violation kind : Violation.values()) {
        if (kind != Violation.ZONE) {
          assertEquals(0, on.judge().events(kind), kind.key());
        }
      }
      assertTrue(on.fallbacks() < 0.01 * on.cycles(), on.fallbacks() + " fallbacks");
      assertTrue(on.turned() > 0.5, "the rail moves, m: " + on.turned());
    }
  }

  @Test
  void velocitiesAndPositionsThatAreSentKeepTheLimitsAsWell() {
    // Robots that take velocities or positions compensate gravity themselves.
    RobotModel compensated =
        robot.withControl(
            new ControlFacts(1000, "effort", true, robot.control().lostCommandsUntilStop()));
    for (ArmDrive.Mode mode : ArmDrive.Mode.values()) {
      DrivenCell cell = new DrivenCell(compensated, mode, true);
      cell.run(1, 6);
      for (Violation kind : new Violation[] {Violation.JOINT_POSITION, Violation.JOINT_SPEED}) {
        assertEquals(0, cell.judge().events(kind), mode + ": " + kind.key());
      }
      assertTrue(cell.cell().fastest() > 0.1, mode + ": it moves");
    }
  }
}
