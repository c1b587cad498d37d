package org.reins.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.reins.robot.model.RobotModel;

/** The type of command that an arm takes; named as the filter's parameter {@code output.mode}. */
public enum ArmOutput {
  /** Joint torques. */
  EFFORT,
  /** Joint velocities, as of a velocity controller. */
  VELOCITY,
  /** Joint positions, as of a position controller. */
  POSITION,
  /** Points a short time ahead, as for a joint_trajectory_controller. */
  TRAJECTORY;

  /** The name for users. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names for users. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(ArmOutput::key).toList();
  }

  /**
   * The output with a name for users.
   *
   * @throws IllegalArgumentException with one sentence
   */
  public static ArmOutput of(String key) {
    for (ArmOutput output : values()) {
      if (output.key().equals(key)) {
        return output;
      }
    }
    throw new IllegalArgumentException("output is " + key + ": allowed is one of " + keys());
  }

  /** The way from such a command to the motors. */
  LoopMotors motors(RobotModel robot, SimulatedDriver driver, double dt) {
    return switch (this) {
      case EFFORT -> new TorqueMotors(robot, driver);
      case VELOCITY -> new DrivenMotors(robot, driver, ArmDrive.Mode.VELOCITY, dt);
      case POSITION -> new DrivenMotors(robot, driver, ArmDrive.Mode.POSITION, dt);
      case TRAJECTORY -> new DrivenMotors(robot, driver, ArmDrive.Mode.TRAJECTORY, dt);
    };
  }
}
