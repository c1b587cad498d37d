package org.reins.launch.simnode;

import java.util.List;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointTrajectory;
import org.reins.node.process.Mailbox;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.PointFollower;
import org.reins.sim.PositionDrive;
import org.reins.sim.VelocityDrive;

/**
 * The stage between a command topic and the torques of a simulated arm: nothing, or the robot's
 * internal controller. Used by the thread that steps the world.
 */
interface ArmMotors {
  /** Takes the newest command; returns whether one has arrived since the last call. */
  boolean take();

  /**
   * Computes the torques of the next period.
   *
   * @param state of the robot, not modified
   * @return N·m; owned by the motors
   */
  double[] torque(RobotState state);

  /** The commanded torques, which are judged; zeros for other command types. */
  double[] commanded();

  /**
   * Subscribes to commands of a kind on their usual topic.
   *
   * @param kind effort, velocity, position or trajectory
   * @throws IllegalArgumentException if there is no such kind
   */
  static ArmMotors of(String kind, RosNode node, RobotModel robot, double dt) {
    int n = robot.dof();
    double[] limits = robot.joints().stream().mapToDouble(j -> j.limits().effort()).toArray();
    return switch (kind) {
      case "effort" -> new Torques(arrays(node, "effort_controller/commands", n), n);
      case "velocity" -> {
        Mailbox<CommandArray> box = arrays(node, "velocity_controller/commands", n);
        VelocityDrive drive = new VelocityDrive(robot, VelocityDrive.USUAL_LAG);
        yield new Driven(limits, box::take, s -> drive.torque(s.q, s.qd, box.latest().values));
      }
      case "position" -> {
        Mailbox<CommandArray> box = arrays(node, "position_controller/commands", n);
        PositionDrive drive = new PositionDrive(robot, PositionDrive.USUAL_LAG);
        yield new Driven(limits, box::take, s -> drive.torque(s.q, s.qd, box.latest().values));
      }
      case "trajectory" -> {
        Points points = new Points(node, robot, dt);
        yield new Driven(limits, points::take, points::torque);
      }
      default ->
          throw new IllegalArgumentException(
              "command_interface is "
                  + kind
                  + ": allowed is "
                  + List.of("effort", "velocity", "position", "trajectory"));
    };
  }

  private static Mailbox<CommandArray> arrays(RosNode node, String topic, int n) {
    Mailbox<CommandArray> box = new Mailbox<>(() -> new CommandArray(n));
    node.subscribe(
        CommandArray.type(n),
        topic,
        Qos.STATE,
        m -> {
          System.arraycopy(m.values, 0, box.draft().values, 0, m.values.length);
          box.post();
        });
    return box;
  }

  /** Torques, unchanged. */
  final class Torques implements ArmMotors {
    private final Mailbox<CommandArray> box;
    private final double[] torque;

    private Torques(Mailbox<CommandArray> box, int n) {
      this.box = box;
      torque = new double[n];
    }

    @Override
    public boolean take() {
      return box.take();
    }

    @Override
    public double[] torque(RobotState state) {
      System.arraycopy(box.latest().values, 0, torque, 0, torque.length);
      return torque;
    }

    @Override
    public double[] commanded() {
      return box.latest().values;
    }
  }

  /** A controller inside the robot, which keeps its torques within the limits. */
  final class Driven implements ArmMotors {
    /** The controller's torques. */
    interface Drive {
      /** N·m; owned by the drive. */
      double[] torque(RobotState state);
    }

    private final double[] limits;
    private final java.util.function.BooleanSupplier news;
    private final Drive drive;
    private final double[] torque;
    private final double[] none;

    private Driven(double[] limits, java.util.function.BooleanSupplier news, Drive drive) {
      this.limits = limits;
      this.news = news;
      this.drive = drive;
      torque = new double[limits.length];
      none = new double[limits.length];
    }

    @Override
    public boolean take() {
      return news.getAsBoolean();
    }

    @Override
    public double[] torque(RobotState state) {
      double[] wanted = drive.torque(state);
      for (int i = 0; i < torque.length; i++) {
        torque[i] = Math.max(-limits[i], Math.min(limits[i], wanted[i]));
      }
      return torque;
    }

    @Override
    public double[] commanded() {
      return none;
    }
  }

  /** A joint_trajectory_controller on position loops. */
  final class Points {
    private final Mailbox<JointTrajectory> box;
    private final PointFollower follower;
    private final PositionDrive drive;
    private final double dt;
    private double left;
    private boolean began;

    private Points(RosNode node, RobotModel robot, double dt) {
      this.dt = dt;
      int n = robot.dof();
      box = new Mailbox<>(() -> new JointTrajectory(n));
      follower = new PointFollower(n);
      drive = new PositionDrive(robot, PositionDrive.USUAL_LAG);
      node.subscribe(
          JointTrajectory.type(robot.jointNames()),
          "joint_trajectory_controller/joint_trajectory",
          Qos.STATE,
          m -> {
            JointTrajectory draft = box.draft();
            System.arraycopy(m.position, 0, draft.position, 0, n);
            System.arraycopy(m.velocity, 0, draft.velocity, 0, n);
            draft.timeFromStartNanos = m.timeFromStartNanos;
            box.post();
          });
    }

    private boolean take() {
      boolean came = box.take();
      if (came) {
        left = box.latest().timeFromStartNanos * 1e-9;
      }
      return came;
    }

    private double[] torque(RobotState state) {
      if (!began) {
        follower.reset(state.q);
        began = true;
      }
      JointTrajectory point = box.latest();
      double[] wanted = follower.step(dt, point.position, point.velocity, left);
      left -= dt;
      return drive.torque(state.q, state.qd, wanted);
    }
  }
}
