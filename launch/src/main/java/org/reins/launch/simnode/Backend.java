package org.reins.launch.simnode;

import java.util.Locale;
import org.reins.robot.ReinsException;
import org.reins.robot.model.RobotModel;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;
import org.reins.sim.SimBackend;
import org.reins.sim.gazebo.GazeboLegged;
import org.reins.sim.gazebo.GazeboRobot;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.LeggedSim;
import org.reins.sim.legged.Terrain;
import org.reins.sim.mujoco.MujocoArm;
import org.reins.sim.mujoco.MujocoLegged;

/** The simulator of a robot. */
public enum Backend {
  /** The embedded simulator, in Java. */
  EMBEDDED,
  /** MuJoCo 2.2.2, if it is installed. */
  MUJOCO,
  /** Gazebo 11, if it has been set up. */
  GAZEBO;

  /** The name for users. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Creates a robot on level ground with the demo's friction, noise and delay. */
  public SimBackend make(RobotModel robot) {
    PlantParameters plant = PlantParameters.DEMO;
    return robot.base().choose(fixed -> arm(robot, plant), legs -> walker(robot, plant));
  }

  /**
   * Creates an arm over a table.
   *
   * @param plant friction, noise and delay
   */
  public SimBackend arm(RobotModel robot, PlantParameters plant) {
    return switch (this) {
      case EMBEDDED -> new EmbeddedArm(robot, plant);
      case MUJOCO -> new MujocoArm(robot, plant);
      case GAZEBO -> new GazeboRobot(robot, plant);
    };
  }

  /**
   * Creates a legged robot on its own ground.
   *
   * @param plant friction, noise and delay
   */
  public LeggedSim walker(RobotModel robot, PlantParameters plant) {
    return switch (this) {
      case EMBEDDED -> new EmbeddedLegged(robot, plant, Terrain.FLAT);
      case MUJOCO -> new MujocoLegged(robot, plant);
      case GAZEBO -> new GazeboLegged(robot, plant);
    };
  }

  /** Why the simulator is not available, as one sentence; empty if it is. */
  public String missing() {
    return switch (this) {
      case EMBEDDED -> "";
      case MUJOCO -> MujocoArm.missing();
      case GAZEBO -> GazeboRobot.missing();
    };
  }

  /**
   * Checks that the simulator is available.
   *
   * @throws ReinsException with one sentence if it is not
   */
  public void require() {
    if (!missing().isEmpty()) {
      throw new ReinsException(missing());
    }
  }

  /**
   * Checks that the tool can be pushed, if requested.
   *
   * @throws ReinsException with one sentence if it cannot
   */
  public void requirePush(boolean disturb) {
    if (disturb && this != EMBEDDED) {
      throw new ReinsException(
          "disturb is true with the backend "
              + key()
              + ": only the embedded simulator can push the tool");
    }
  }
}
