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
   * Obeys another command than the topic's from now on.
   *
   * @param command in the unit of the commands; null: the topic's commands again
   */
  void override(double[] command);

  /**
   * The command in force, in the unit of the commands; NaN before the first. Owned by the motors.
   */
  double[] inForce();

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
        yield new Driven(limits, box::take, s -> box.latest().values, drive::torque);
      }
      case "position" -> {
        Mailbox<CommandArray> box = arrays(node, "position_controller/commands", n);
        PositionDrive drive = new PositionDrive(robot, PositionDrive.USUAL_LAG);
        yield new Driven(limits, box::take, s -> box.latest().values, drive::torque);
      }
      case "trajectory" -> {
        Points points = new Points(node, robot, dt);
        PositionDrive drive = new PositionDrive(robot, PositionDrive.USUAL_LAG);
        Driven driven = new Driven(limits, points::take, points::position, drive::torque);
        driven.whenReleased = points::follow;
        yield driven;
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
    private double[] instead;

    private Torques(Mailbox<CommandArray> box, int n) {
      this.box = box;
      torque = new double[n];
    }

    @Override
    public void override(double[] command) {
      instead = command;
    }

    @Override
    public double[] inForce() {
      return instead == null ? box.latest().values : instead;
    }

    @Override
    public boolean take() {
      return box.take();
    }

    @Override
    public double[] torque(RobotState state) {
      System.arraycopy(inForce(), 0, torque, 0, torque.length);
      return torque;
    }

    @Override
    public double[] commanded() {
      return box.latest().values;
    }
  }

  /** A controller inside the robot, which keeps its torques within the limits. */
  final class Driven implements ArmMotors {
    /** The set-points of this period. */
    interface SetPoints {
      /** In the unit of the commands; owned by whoever makes them. */
      double[] next(RobotState state);
    }

    /** The controller's torques. */
    interface Drive {
      /** N·m; owned by the drive. */
      double[] torque(double[] q, double[] qd, double[] wanted);
    }

    private final double[] limits;
    private final java.util.function.BooleanSupplier news;
    private final SetPoints points;
    private final Drive drive;
    private final double[] torque;
    private final double[] none;
    private final double[] wanted;
    private java.util.function.Consumer<double[]> whenReleased = last -> {};
    private double[] instead;

    private Driven(
        double[] limits, java.util.function.BooleanSupplier news, SetPoints points, Drive drive) {
      this.limits = limits;
      this.news = news;
      this.points = points;
      this.drive = drive;
      torque = new double[limits.length];
      none = new double[limits.length];
      wanted = new double[limits.length];
      java.util.Arrays.fill(wanted, Double.NaN);
    }

    @Override
    public boolean take() {
      return news.getAsBoolean();
    }

    @Override
    public void override(double[] command) {
      if (instead != null && command == null) {
        whenReleased.accept(instead);
      }
      instead = command;
    }

    @Override
    public double[] inForce() {
      return wanted;
    }

    @Override
    public double[] torque(RobotState state) {
      double[] next = instead == null ? points.next(state) : instead;
      System.arraycopy(next, 0, wanted, 0, wanted.length);
      double[] asked = drive.torque(state.q, state.qd, wanted);
      for (int i = 0; i < torque.length; i++) {
        torque[i] = Math.max(-limits[i], Math.min(limits[i], asked[i]));
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
    private final double dt;
    private double left;
    private boolean began;

    private Points(RosNode node, RobotModel robot, double dt) {
      this.dt = dt;
      int n = robot.dof();
      box = new Mailbox<>(() -> new JointTrajectory(n));
      follower = new PointFollower(n);
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

    /** Carries on from positions that another one has commanded. */
    private void follow(double[] last) {
      follower.reset(last);
      began = true;
    }

    private double[] position(RobotState state) {
      if (!began) {
        follow(state.q);
      }
      JointTrajectory point = box.latest();
      double[] next = follower.step(dt, point.position, point.velocity, left);
      left -= dt;
      return next;
    }
  }
}
