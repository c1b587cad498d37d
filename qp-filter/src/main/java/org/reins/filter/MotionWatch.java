package org.reins.filter;

import java.util.Arrays;
import org.reins.robot.model.RobotModel;

/**
 * Notices joints that move against the commands: their speed grows although the last commands,
 * according to the model, decelerate them. A joint that is measured with the wrong sign, or under
 * the name of another joint, does so. A brake that relies on such a measurement accelerates the
 * robot, without end.
 *
 * <pre>
 *   g ← max(0, g + Δ|q̇|)    where Δ|q̇| &lt; 0, or the commands' q̈ points against q̇
 * </pre>
 *
 * <p>A push does the same for as long as it is stronger than the command, so g must become large:
 * {@link #DRIVING} of the joint's speed limit. When the robot is stopped {@link #STOPPED} is
 * enough: there a brake that fails must end, and one that gives way to a push does no harm.
 * Velocities in rad/s, or m/s for a joint that slides. Allocates nothing; not thread-safe.
 */
final class MotionWatch {
  /** Growth that stops a robot that is driven, share of the joint's speed limit. */
  static final double DRIVING = 0.5;

  /** Growth after which the brake of a stopped robot is not trusted, share of the speed limit. */
  static final double STOPPED = 0.25;

  private final double[] limit;
  private final double[] speed;
  private final double[] grown;

  MotionWatch(RobotModel robot) {
    limit = robot.joints().stream().mapToDouble(j -> j.limits().velocity()).toArray();
    speed = new double[limit.length];
    grown = new double[limit.length];
    reset();
  }

  /** Starts over. */
  void reset() {
    Arrays.fill(speed, Double.NaN);
    Arrays.fill(grown, 0);
  }

  /** Notes that a joint was not measured: what it did meanwhile does not count. */
  void skip(int joint) {
    speed[joint] = Double.NaN;
  }

  /**
   * Takes a joint's velocity.
   *
   * @param commanded acceleration by the commands since the last one, less friction
   */
  void take(int joint, double velocity, double commanded) {
    double before = speed[joint];
    speed[joint] = velocity;
    // One that changes direction has come to rest first. One that was not measured has not grown.
    double now = before * velocity > 0 ? Math.abs(velocity) : 0;
    double growth = Double.isNaN(before) ? 0 : now - Math.abs(before);
    if (growth < 0 || commanded * velocity < 0) {
      grown[joint] = Math.max(0, grown[joint] + growth);
    }
  }

  /**
   * The first joint whose speed has grown by more than a share of its limit; −1 if none has.
   *
   * @param share {@link #DRIVING} or {@link #STOPPED}
   */
  int contrary(double share) {
    for (int i = 0; i < limit.length; i++) {
      if (grown[i] > share * limit[i]) {
        return i;
      }
    }
    return -1;
  }
}
