package org.reins.filter;

import org.reins.robot.JointLimits;
import org.reins.robot.RobotModel;

/**
 * Joint positions for robots that follow positions, from the accelerations that the filter chose:
 * v* ← v* + q̈ T, p* ← p* + v* T, kept within the limits and within a lead of the measured
 * position.
 *
 * <p>It is the command that is carried on, not the measurement: a position loop moves in proportion
 * to how far the command is ahead, so that q + q̇ T, a thousandth of a radian ahead, would leave
 * the robot where it is. And it is the command that the filter must judge, by {@link #refer}: the
 * robot will still go where it was told to, v* times its lag farther than where it is measured.
 *
 * <p>A robot that does not come after, because its own protective stop holds it or something is in
 * its way, must not make up for it in one jump when it is let go: when a joint has been as far
 * behind as it may for {@link #PATIENCE}, the command is the measurement from then on, until a
 * reset. Nothing allocates after construction; not thread-safe.
 */
public final class PositionCommand {
  // Farthest that the command may run ahead of the robot: what its largest speed goes in this, s.
  private static final double LEAD = 0.1;

  /** How long a joint may be as far behind as the command may run ahead, s. */
  public static final double PATIENCE = 0.2;

  /** How far ahead the point of a trajectory is, s. */
  public static final double AHEAD = 0.02;

  private final double period;
  private final double[] lower;
  private final double[] upper;
  private final double[] fastest;
  private final double[] command;
  private final double[] acceleration;
  private final double[] velocity;
  private boolean started;
  private boolean lost;
  private double behind;

  /**
   * Prepares commands.
   *
   * @param period T, s
   */
  public PositionCommand(RobotModel robot, double period) {
    this.period = period;
    int n = robot.dof();
    lower = new double[n];
    upper = new double[n];
    fastest = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      lower[i] = l.lower();
      upper[i] = l.upper();
      fastest[i] = l.velocity();
    }
    command = new double[n];
    acceleration = new double[n];
    velocity = new double[n];
  }

  /** Begins anew: the first command starts from the measured state. */
  public void reset() {
    started = false;
    lost = false;
    behind = 0;
  }

  /** Whether the robot comes after; when it does not, that lasts until a reset. */
  public boolean isFollowed() {
    return !lost;
  }

  /**
   * Puts where the robot was told to be, and how fast it was told to go there, in the place of what
   * is measured; a number that is none stays, and before the first command everything does.
   *
   * @param q measured, rad; overwritten
   * @param qd measured, rad/s; overwritten
   */
  public void refer(double[] q, double[] qd) {
    for (int i = 0; i < command.length && started && !lost; i++) {
      if (Double.isFinite(q[i]) && Double.isFinite(qd[i])) {
        q[i] = command[i];
        qd[i] = velocity[i];
      }
    }
  }

  /**
   * The next command.
   *
   * @param q measured, rad, not modified
   * @param qd measured, rad/s, not modified
   * @param chosen accelerations, rad/s², not modified
   * @return rad; owned by this object, overwritten here
   */
  public double[] step(double[] q, double[] qd, double[] chosen) {
    boolean held = false;
    for (int i = 0; i < command.length; i++) {
      if (!Double.isFinite(q[i]) || !Double.isFinite(qd[i])) {
        continue;
      }
      if (lost) {
        command[i] = q[i];
        velocity[i] = 0;
        acceleration[i] = 0;
        continue;
      }
      if (!started) {
        command[i] = q[i];
        velocity[i] = cut(qd[i], fastest[i]);
      }
      acceleration[i] = Double.isFinite(chosen[i]) ? chosen[i] : 0;
      double from = command[i];
      double v = cut(velocity[i] + period * acceleration[i], fastest[i]);
      double lead = LEAD * fastest[i];
      double free = from + period * v;
      double p = Math.max(q[i] - lead, Math.min(q[i] + lead, free));
      held |= p != free;
      command[i] = Math.max(lower[i], Math.min(upper[i], p));
      // What it really does: a command that is held back does not gather speed.
      velocity[i] = cut((command[i] - from) / period, fastest[i]);
    }
    started = true;
    behind = held ? behind + period : 0;
    lost |= behind > PATIENCE;
    return command;
  }

  private static double cut(double v, double most) {
    return Math.max(-most, Math.min(most, v));
  }

  /**
   * Where the command will be if the chosen acceleration lasts, but no farther than where the joint
   * comes to rest.
   *
   * @param ahead s
   * @return rad
   */
  public double position(int joint, double ahead) {
    double t = lasting(joint, ahead);
    double p = command[joint] + t * velocity[joint] + t * t / 2 * acceleration[joint];
    return Math.max(lower[joint], Math.min(upper[joint], p));
  }

  /**
   * How fast it will be then.
   *
   * @param ahead s
   * @return rad/s
   */
  public double velocity(int joint, double ahead) {
    return cut(velocity[joint] + lasting(joint, ahead) * acceleration[joint], fastest[joint]);
  }

  /**
   * The point of a trajectory: where the command will be {@link #AHEAD} of its time, and how fast.
   *
   * @param position rad, overwritten
   * @param speed rad/s, overwritten
   */
  public void point(double[] position, double[] speed) {
    for (int i = 0; i < command.length; i++) {
      position[i] = position(i, AHEAD);
      speed[i] = velocity(i, AHEAD);
    }
  }

  /** Time until the joint rests, at most the one given, s. */
  private double lasting(int joint, double ahead) {
    double v = velocity[joint];
    double a = acceleration[joint];
    return v * a < 0 ? Math.min(ahead, -v / a) : ahead;
  }
}
