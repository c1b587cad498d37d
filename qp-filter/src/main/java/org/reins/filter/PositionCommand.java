package org.reins.filter;

import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Joint positions for robots that follow positions, from the accelerations that the filter chose:
 * v* ← v* + q̈ T, p* ← p* + v* T, kept within the limits and within a lead of the measured
 * position:
 *
 * <pre>
 *   |p* − q| ≤ e + ε vₘₐₓ        e ← e + T (|v*| − e / L)        per joint
 * </pre>
 *
 * <p>e is the lag of a robot that follows with a delay of L, and so becomes 0 soon after the
 * command has come to rest. ε leaves room for the motion in progress and for a joint that does not
 * quite reach its target.
 *
 * <p>The command is integrated, not the measurement: a position loop moves in proportion to the
 * lead of the command, so that q + q̇ T, a thousandth of a radian ahead, would leave the robot
 * where it is. The filter must also judge the command, by {@link #refer}: the robot will still move
 * to the commanded position, which is v* times its lag beyond the measured one.
 *
 * <p>A robot may fail to follow because its own protective stop holds it or something blocks it. It
 * must not catch up in one jump when it is released. So the command returns to the robot as e
 * fades. When a joint has had the largest allowed lag for {@link #PATIENCE}, the command equals the
 * measurement from then on, until a reset. While no measurement arrives, the last one does not
 * limit the command: the robot continues to move meanwhile. Nothing allocates after construction;
 * not thread-safe.
 */
public final class PositionCommand {
  // L: lag of the slowest robot that counts as following, s.
  private static final double LAG = 0.1;
  // ε: the motion at the largest speed in this time, s.
  private static final double ROOM = 0.01;

  // Share of the acceleration limits used for coming to rest, and the time constant at its end, s.
  private static final double BRAKING = 0.8;
  private static final double REST_TIME = 0.05;

  /** How long a joint may lag by the command's largest lead, s. */
  public static final double PATIENCE = 0.2;

  /** Lead of a trajectory point, s. */
  public static final double AHEAD = 0.02;

  private final double period;
  private final double[] lower;
  private final double[] upper;
  private final double[] fastest;
  private final boolean[] continuous;
  private final double[] braking;
  private final double[] command;
  private final double[] acceleration;
  private final double[] velocity;
  private final double[] lead;
  private boolean started;
  private boolean lost;
  private double behind;
  private double unseen;

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
    continuous = new boolean[n];
    braking = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      lower[i] = l.lower();
      upper[i] = l.upper();
      fastest[i] = l.velocity();
      continuous[i] = l.isContinuous();
      braking[i] = BRAKING * l.acceleration();
    }
    command = new double[n];
    acceleration = new double[n];
    velocity = new double[n];
    lead = new double[n];
  }

  /** Starts over: the first command starts from the measured state. */
  public void reset() {
    started = false;
    lost = false;
    behind = 0;
    unseen = 0;
  }

  /** Whether the robot follows; if it does not, that lasts until a reset. */
  public boolean isFollowed() {
    return !lost;
  }

  /**
   * Replaces the measured state by the commanded position and velocity. A value that is not finite
   * is kept, and before the first command all are kept.
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
   * Computes the next command.
   *
   * @param q measured, rad, not modified
   * @param qd measured, rad/s, not modified
   * @param fresh whether they were measured since the last call
   * @param chosen accelerations, rad/s², not modified
   * @return rad; owned by this object, overwritten here
   */
  public double[] step(double[] q, double[] qd, boolean fresh, double[] chosen) {
    boolean held = false;
    for (int i = 0; i < command.length; i++) {
      if (!Double.isFinite(q[i]) || !Double.isFinite(qd[i])) {
        continue;
      }
      if (lost) {
        command[i] = near(i, q[i]);
        velocity[i] = 0;
        acceleration[i] = 0;
        continue;
      }
      if (!started) {
        command[i] = q[i];
        velocity[i] = cut(qd[i], fastest[i]);
        // Whatever was commanded before, the robot has passed it already.
        lead[i] = LAG * Math.abs(velocity[i]);
      }
      acceleration[i] = Double.isFinite(chosen[i]) ? chosen[i] : 0;
      held |= carryOn(i, near(i, q[i]), fresh);
    }
    started = true;
    if (fresh) {
      // A cycle without a measurement does not show whether the robot follows.
      behind = held ? behind + period + unseen : 0;
      unseen = 0;
    } else if (behind > 0) {
      unseen += period;
    }
    lost |= behind > PATIENCE;
    return command;
  }

  /**
   * The next command on the way to rest, from the commanded position: it needs no measurement, and
   * ends in a position that is held.
   *
   * @param q measured, rad, not modified; used only if there is no earlier command
   * @param fresh whether they were measured since the last call
   * @return rad; owned by this object, overwritten here
   */
  public double[] rest(double[] q, boolean fresh) {
    for (int i = 0; i < command.length; i++) {
      boolean measured = Double.isFinite(q[i]);
      acceleration[i] = 0;
      if (!started || lost && fresh) {
        command[i] = measured ? near(i, q[i]) : command[i];
        velocity[i] = 0;
      } else {
        double v = velocity[i];
        velocity[i] = v - cut(period / REST_TIME * v, period * braking[i]);
        double p = command[i] + period * velocity[i];
        command[i] = Math.max(lower[i], Math.min(upper[i], p));
      }
      lead[i] = Math.max(0, lead[i] - period * lead[i] / LAG);
    }
    started = true;
    return command;
  }

  /** The measured position of a continuous joint, counted in the same turn as the command. */
  private double near(int i, double measured) {
    if (!continuous[i] || !started) {
      return measured;
    }
    return command[i] + Math.IEEEremainder(measured - command[i], 2 * Math.PI);
  }

  /** Advances one joint's command; returns whether the robot lags too far. */
  private boolean carryOn(int i, double measured, boolean fresh) {
    double from = command[i];
    double v = cut(velocity[i] + period * acceleration[i], fastest[i]);
    lead[i] += period * (Math.abs(v) - lead[i] / LAG);
    double free = from + period * v;
    double most = lead[i] + ROOM * fastest[i];
    double p = fresh ? Math.max(measured - most, Math.min(measured + most, free)) : free;
    command[i] = Math.max(lower[i], Math.min(upper[i], p));
    // The actual motion: a command that is held back does not gain speed, and one that returns to
    // the robot does not move towards the target.
    double done = (command[i] - from) / period;
    velocity[i] = v > 0 ? Math.max(0, Math.min(v, done)) : Math.min(0, Math.max(v, done));
    return p != free;
  }

  private static double cut(double v, double most) {
    return Math.max(-most, Math.min(most, v));
  }

  /**
   * The position of the command if the chosen acceleration lasts, but no farther than where the
   * joint comes to rest.
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
   * The velocity at that time.
   *
   * @param ahead s
   * @return rad/s
   */
  public double velocity(int joint, double ahead) {
    return cut(velocity[joint] + lasting(joint, ahead) * acceleration[joint], fastest[joint]);
  }

  /**
   * The trajectory point: position and velocity of the command {@link #AHEAD} of its time.
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

  /** Time until the joint rests, at most the given time, s. */
  private double lasting(int joint, double ahead) {
    double v = velocity[joint];
    double a = acceleration[joint];
    return v * a < 0 ? Math.min(ahead, -v / a) : ahead;
  }
}
