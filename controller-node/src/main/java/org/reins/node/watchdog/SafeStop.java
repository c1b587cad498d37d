package org.reins.node.watchdog;

import org.reins.robot.model.RobotModel;

/**
 * The commands that bring a robot to rest and keep it there, one per robot period. Runs on the
 * watchdog's thread: allocates nothing after construction, throws nothing.
 */
interface SafeStop {
  /**
   * Starts a stop.
   *
   * @param robot the robot's last record
   */
  void begin(RobotRecord robot);

  /**
   * Computes the next command.
   *
   * @param robot the robot's new record; numbers that are not finite are not used
   * @param command overwritten, in the unit of the controller
   */
  void step(RobotRecord robot, double[] command);

  /** The stop for a kind of command. */
  static SafeStop of(StopKind kind, RobotModel robot) {
    return switch (kind) {
      case TORQUE -> new TorqueStop(robot);
      case VELOCITY -> new VelocityStop(robot);
      case POSITION -> new PositionStop(robot);
      case DAMPING -> new Damping();
    };
  }

  /** The driver damps its motors itself: there is nothing to compute. */
  final class Damping implements SafeStop {
    @Override
    public void begin(RobotRecord robot) {
      // Nothing is remembered.
    }

    @Override
    public void step(RobotRecord robot, double[] command) {
      java.util.Arrays.fill(command, 0);
    }
  }
}
