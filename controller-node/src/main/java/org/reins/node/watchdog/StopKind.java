package org.reins.node.watchdog;

import java.util.List;
import java.util.Map;
import org.reins.robot.model.RobotModel;

/** The kind of command with which the watchdog stops a robot; it follows from the controller. */
public enum StopKind {
  /** Torques that brake all joints along the path, then hold the position, N·m. */
  TORQUE(1),
  /** Velocities that fall to 0, rad/s. */
  VELOCITY(2),
  /** Positions that come to rest, rad. */
  POSITION(3),
  /** No numbers: the motors damp. */
  DAMPING(4);

  private static final Map<String, StopKind> ARM =
      Map.of("effort", TORQUE, "velocity", VELOCITY, "position", POSITION, "trajectory", POSITION);
  private static final Map<String, StopKind> LEGS = Map.of("effort", DAMPING, "unitree", DAMPING);

  private final int code;

  StopKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /**
   * The kind for a robot behind a controller.
   *
   * @param mode value of the filter's {@code output.mode}
   * @throws WatchdogException if this robot has no such mode
   */
  public static StopKind of(RobotModel robot, String mode) {
    Map<String, StopKind> modes = robot.base().choose(fixed -> ARM, legs -> LEGS);
    StopKind kind = modes.get(mode);
    if (kind == null) {
      List<String> names = modes.keySet().stream().sorted().toList();
      throw new WatchdogException(
          "output.mode is " + mode + ": the watchdog of " + robot.name() + " knows " + names);
    }
    return kind;
  }
}
