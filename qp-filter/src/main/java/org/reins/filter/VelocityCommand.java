package org.reins.filter;

import java.util.Arrays;
import org.reins.robot.model.RobotModel;

/**
 * Joint velocities for robots that follow velocities, from the accelerations that the filter chose:
 * v* ← v* + q̈ T, kept within a lead of the measured velocity and within the limits. The lead is
 * enforced no faster than the acceleration limit allows: a single wrong measurement, or the first
 * of many, must not make the command jump.
 *
 * <p>The command is integrated, not the measurement: a robot's own controller follows with a lag,
 * and would answer q̇ + q̈ T with only the share of q̈ that one period is of the lag. Nothing
 * allocates after construction; not thread-safe.
 */
public final class VelocityCommand {
  // Largest lead of the command over the robot, share of the joint's largest speed.
  private static final double LEAD = 0.1;
  // Share of the acceleration limits used for coming to rest, and the time constant at its end, s.
  private static final double BRAKING = 0.8;
  private static final double REST_TIME = 0.05;
  private static final double REST = 1e-4;
  // How long a joint may go against its command, s, and from which speed on, share of its largest.
  private static final double PATIENCE = 0.25;
  private static final double AGAINST = 0.02;

  private final double period;
  private final double[] fastest;
  private final double[] braking;
  private final double[] largest;
  private final double[] command;
  private final double[] against;
  private boolean started;
  private boolean lost;

  /**
   * Prepares commands.
   *
   * @param period T, s
   */
  public VelocityCommand(RobotModel robot, double period) {
    this.period = period;
    fastest = robot.joints().stream().mapToDouble(j -> j.limits().velocity()).toArray();
    braking =
        robot.joints().stream().mapToDouble(j -> BRAKING * j.limits().acceleration()).toArray();
    largest =
        robot.joints().stream().mapToDouble(j -> period * j.limits().acceleration()).toArray();
    command = new double[robot.dof()];
    against = new double[robot.dof()];
  }

  /** Starts over: the first command starts from the measured velocity. */
  public void reset() {
    started = false;
    lost = false;
    Arrays.fill(against, 0);
  }

  /**
   * Whether the joints go the way that they are told. One that goes the other way for long is
   * measured with the wrong sign, or is another one. Once false, it stays false until {@link
   * #reset}.
   */
  public boolean isFollowed() {
    return !lost;
  }

  /**
   * Computes the next command.
   *
   * @param qd measured, rad/s, not modified
   * @param fresh whether they were measured since the last call: an old measurement does not limit
   *     the command
   * @param acceleration chosen, rad/s², not modified
   * @return rad/s; owned by this object, overwritten here
   */
  public double[] step(double[] qd, boolean fresh, double[] acceleration) {
    for (int i = 0; i < command.length; i++) {
      boolean measured = fresh && Double.isFinite(qd[i]);
      double from = started ? command[i] : measured ? qd[i] : 0;
      double v = Double.isFinite(acceleration[i]) ? from + period * acceleration[i] : from;
      if (measured) {
        watch(i, qd[i]);
        double lead = LEAD * fastest[i];
        double led = Math.max(qd[i] - lead, Math.min(qd[i] + lead, v));
        v = led == v || !started ? led : from + cut(led - from, largest[i]);
      }
      command[i] = cut(v, fastest[i]);
    }
    started = true;
    return command;
  }

  private void watch(int i, double qd) {
    double least = AGAINST * fastest[i];
    boolean opposite = command[i] * qd < 0 && Math.min(Math.abs(command[i]), Math.abs(qd)) > least;
    against[i] = opposite ? against[i] + period : 0;
    lost |= against[i] > PATIENCE;
  }

  /**
   * The next command on the way to rest, from the commanded velocity: it needs no measurement, and
   * ends in 0. A robot that is measured to be slower, such as one that stopped on its own
   * meanwhile, is not driven on.
   *
   * @param qd measured, rad/s, not modified
   * @param fresh whether they were measured since the last call and are accepted
   * @return rad/s; owned by this object, overwritten here
   */
  public double[] rest(double[] qd, boolean fresh) {
    for (int i = 0; i < command.length; i++) {
      boolean measured = Double.isFinite(qd[i]);
      double v = started ? command[i] : measured ? cut(qd[i], fastest[i]) : 0;
      if (started && fresh && measured) {
        v = cut(v, Math.abs(qd[i]) + LEAD * fastest[i]);
      }
      double less = cut(period / REST_TIME * v, period * braking[i]);
      command[i] = Math.abs(v - less) < REST ? 0 : v - less;
    }
    started = true;
    return command;
  }

  private static double cut(double v, double most) {
    return Math.max(-most, Math.min(most, v));
  }
}
