package org.reins.sim;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.reins.robot.model.RobotModel;
import org.reins.sim.gazebo.GazeboLegged;
import org.reins.sim.gazebo.GazeboRobot;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.LeggedSim;
import org.reins.sim.legged.Terrain;
import org.reins.sim.mujoco.MujocoArm;
import org.reins.sim.mujoco.MujocoLegged;

/** The simulators that the contract tests ask; what is not there is skipped with its reason. */
public enum Simulator {
  EMBEDDED,
  MUJOCO,
  GAZEBO;

  private void mustBeThere() {
    String missing =
        switch (this) {
          case EMBEDDED -> "";
          case MUJOCO -> MujocoArm.missing();
          case GAZEBO -> GazeboRobot.missing();
        };
    assumeTrue(missing.isEmpty(), missing);
  }

  SimBackend any(RobotModel robot, PlantParameters plant) {
    return robot.base().choose(fixed -> arm(robot, plant), legs -> legged(robot, plant));
  }

  private SimBackend arm(RobotModel robot, PlantParameters plant) {
    mustBeThere();
    return switch (this) {
      case EMBEDDED -> new EmbeddedArm(robot, plant);
      case MUJOCO -> new MujocoArm(robot, plant);
      case GAZEBO -> new GazeboRobot(robot, plant);
    };
  }

  /** A legged robot on level ground. */
  public LeggedSim legged(RobotModel robot, PlantParameters plant) {
    mustBeThere();
    return switch (this) {
      case EMBEDDED -> new EmbeddedLegged(robot, plant, Terrain.FLAT);
      case MUJOCO -> new MujocoLegged(robot, plant);
      case GAZEBO -> new GazeboLegged(robot, plant);
    };
  }
}
