package org.reins.launch;

import java.util.Locale;
import org.reins.robot.RobotModel;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;
import org.reins.sim.SimBackend;
import org.reins.sim.gazebo.GazeboRobot;
import org.reins.sim.mujoco.MujocoArm;

/** Whose physics an arm lives in. */
enum Backend {
  /** Ours, in Java. */
  EMBEDDED,
  /** MuJoCo 2.2.2, where it is installed. */
  MUJOCO,
  /** Gazebo 11, where it has been set up. */
  GAZEBO;

  /** The name as people write it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Makes an arm with the demo's friction, noise and delay. */
  SimBackend make(RobotModel robot) {
    return switch (this) {
      case EMBEDDED -> new EmbeddedArm(robot, PlantParameters.DEMO);
      case MUJOCO -> new MujocoArm(robot, PlantParameters.DEMO);
      case GAZEBO -> new GazeboRobot(robot, PlantParameters.DEMO);
    };
  }

  /**
   * Checks that the simulator is there.
   *
   * @throws ReinsException with one sentence when it is not
   */
  void require() {
    String missing =
        switch (this) {
          case EMBEDDED -> "";
          case MUJOCO -> MujocoArm.missing();
          case GAZEBO -> GazeboRobot.missing();
        };
    if (!missing.isEmpty()) {
      throw new ReinsException(missing);
    }
  }
}
