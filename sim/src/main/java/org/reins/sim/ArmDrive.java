package org.reins.sim;

import org.reins.filter.PositionCommand;
import org.reins.filter.VelocityCommand;
import org.reins.robot.model.RobotModel;

/**
 * The stage between a filter and the motors of an arm that takes no torques: the command, as the
 * filter's outputs send it, and the robot's own controller, which follows with a lag. A new command
 * is in force only after {@link #obey}: one that is lost on its way changes nothing.
 */
public interface ArmDrive {
  /** The command types of such an arm. */
  enum Mode {
    /** Joint velocities, as of a velocity controller. */
    VELOCITY,
    /** Joint positions, as of a position controller. */
    POSITION,
    /**
     * Points a short time ahead, as for a joint_trajectory_controller, which interpolates the way
     * to them.
     */
    TRAJECTORY
  }

  /** Starts over at a state. */
  void reset(double[] q);

  /** Replaces the measured state by the one that the filter must judge. */
  void refer(double[] q, double[] qd);

  /** Takes the accelerations that the filter chose from a fresh measurement. */
  default void accelerate(double[] q, double[] qd, double[] acceleration) {
    accelerate(q, qd, true, false, acceleration);
  }

  /**
   * Takes the accelerations that the filter chose.
   *
   * @param fresh whether the measurement is new
   * @param rest whether the only allowed command is to come to rest
   */
  void accelerate(double[] q, double[] qd, boolean fresh, boolean rest, double[] acceleration);

  /** Takes unfiltered velocities. */
  void move(double[] velocity);

  /** The newest command, rad/s or rad; owned by the drive. */
  double[] command();

  /** Puts the newest command in force: it has reached the robot. */
  void obey();

  /** Torques of the robot's controller for the command in force, N·m; owned by the drive. */
  double[] torque(double[] q, double[] qd);

  /**
   * Creates a drive.
   *
   * @param period of the commands, s
   */
  static ArmDrive of(Mode mode, RobotModel robot, double period) {
    return mode == Mode.VELOCITY
        ? new ByVelocity(robot, period)
        : new ByPosition(robot, period, mode == Mode.TRAJECTORY);
  }

  /** Follows velocities. */
  final class ByVelocity implements ArmDrive {
    private final VelocityCommand command;
    private final VelocityDrive drive;
    private final double[] obeyed;
    private double[] wanted;

    private ByVelocity(RobotModel robot, double period) {
      command = new VelocityCommand(robot, period);
      drive = new VelocityDrive(robot, VelocityDrive.USUAL_LAG);
      obeyed = new double[robot.dof()];
      wanted = new double[robot.dof()];
    }

    @Override
    public void reset(double[] q) {
      command.reset();
      wanted = new double[q.length];
      obey();
    }

    @Override
    public void refer(double[] q, double[] qd) {
      // The velocity is tracked so closely that the measurement can be used.
    }

    @Override
    public void accelerate(
        double[] q, double[] qd, boolean fresh, boolean rest, double[] acceleration) {
      wanted = rest ? command.rest(qd, fresh) : command.step(qd, fresh, acceleration);
    }

    @Override
    public void move(double[] velocity) {
      wanted = velocity.clone();
    }

    @Override
    public double[] command() {
      return wanted;
    }

    @Override
    public void obey() {
      System.arraycopy(wanted, 0, obeyed, 0, obeyed.length);
    }

    @Override
    public double[] torque(double[] q, double[] qd) {
      return drive.torque(q, qd, obeyed);
    }
  }

  /** Follows positions, or points ahead. */
  final class ByPosition implements ArmDrive {
    private final PositionCommand command;
    private final PositionDrive drive;
    private final double period;
    private final boolean points;
    private final double[] point;
    private final double[] speed;
    private final PointFollower follower;
    private final double[] obeyed;
    private double[] wanted;

    private ByPosition(RobotModel robot, double period, boolean points) {
      command = new PositionCommand(robot, period);
      drive = new PositionDrive(robot, PositionDrive.USUAL_LAG);
      this.period = period;
      this.points = points;
      point = new double[robot.dof()];
      speed = new double[robot.dof()];
      follower = new PointFollower(robot.dof());
      obeyed = new double[robot.dof()];
      wanted = new double[robot.dof()];
    }

    @Override
    public void reset(double[] q) {
      command.reset();
      follower.reset(q);
      wanted = q.clone();
      obey();
    }

    @Override
    public void refer(double[] q, double[] qd) {
      command.refer(q, qd);
    }

    @Override
    public void accelerate(
        double[] q, double[] qd, boolean fresh, boolean rest, double[] acceleration) {
      wanted = rest ? command.rest(q, fresh) : command.step(q, qd, fresh, acceleration);
      if (points) {
        command.point(point, speed);
        wanted = follower.step(period, point, speed, PositionCommand.AHEAD);
      }
    }

    @Override
    public void move(double[] velocity) {
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] += period * velocity[i];
      }
    }

    @Override
    public double[] command() {
      return wanted;
    }

    @Override
    public void obey() {
      System.arraycopy(wanted, 0, obeyed, 0, obeyed.length);
    }

    @Override
    public double[] torque(double[] q, double[] qd) {
      return drive.torque(q, qd, obeyed);
    }
  }
}
