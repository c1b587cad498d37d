package org.reins.node.assembly;

import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointTrajectory;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.PointFollower;
import org.reins.sim.PositionDrive;
import org.reins.sim.VelocityDrive;

/** What lies between the commands on a topic and the torques of a simulated Panda. */
interface PandaMotors {
  /** Torques for the newest command, N·m; valid until the next call. */
  double[] torque(RobotState measured);

  /**
   * Subscribes to the commands.
   *
   * @param mode output.mode of the filter
   * @param period of the robot, s
   */
  static PandaMotors of(String mode, RobotModel panda, RosNode world, double period) {
    return switch (mode) {
      case "effort" -> {
        Arrays effort = new Arrays(world, panda, "/effort_controller/commands");
        yield s -> effort.newest == null ? new double[panda.dof()] : effort.newest;
      }
      case "velocity" -> {
        Arrays velocity = new Arrays(world, panda, "/velocity_controller/commands");
        VelocityDrive drive = new VelocityDrive(panda, VelocityDrive.USUAL_LAG);
        double[] rest = new double[panda.dof()];
        yield s -> drive.torque(s.q, s.qd, velocity.newest == null ? rest : velocity.newest);
      }
      case "position" -> {
        Arrays position = new Arrays(world, panda, "/position_controller/commands");
        PositionDrive drive = new PositionDrive(panda, PositionDrive.USUAL_LAG);
        double[] start = panda.posture().clone();
        yield s -> drive.torque(s.q, s.qd, position.newest == null ? start : position.newest);
      }
      default -> new Points(world, panda, period);
    };
  }

  /** The newest array of a topic. */
  final class Arrays {
    private volatile double[] newest;

    private Arrays(RosNode world, RobotModel panda, String topic) {
      world.subscribe(
          CommandArray.type(panda.dof()), topic, Qos.STATE, m -> newest = m.values.clone());
    }
  }

  /** Follows trajectories of one point, as a joint_trajectory_controller does. */
  final class Points implements PandaMotors {
    private final PositionDrive drive;
    private final PointFollower follower;
    private final double period;
    private double[] position;
    private double[] velocity;
    private double left;

    private Points(RosNode world, RobotModel panda, double period) {
      this.period = period;
      drive = new PositionDrive(panda, PositionDrive.USUAL_LAG);
      follower = new PointFollower(panda.dof());
      follower.reset(panda.posture());
      position = panda.posture().clone();
      velocity = new double[panda.dof()];
      world.subscribe(
          JointTrajectory.type(panda.jointNames()),
          "/joint_trajectory_controller/joint_trajectory",
          Qos.STATE,
          this::take);
    }

    private synchronized void take(JointTrajectory m) {
      position = m.position.clone();
      velocity = m.velocity.clone();
      left = 1e-9 * m.timeFromStartNanos;
    }

    @Override
    public synchronized double[] torque(RobotState measured) {
      double[] wanted = follower.step(period, position, velocity, left);
      left -= period;
      return drive.torque(measured.q, measured.qd, wanted);
    }
  }
}
