package org.reins.filter;

import java.util.Arrays;
import org.reins.robot.model.RobotModel;

/**
 * Notices joints that move against the commands: their speed grows although the last commands,
 * according to the model, decelerate them, and it does so in proportion to the commands. A joint
 * that is measured with the wrong sign, or under the name of another joint, does so. A brake that
 * relies on such a measurement accelerates the robot, without end.
 *
 * <pre>
 *   g ← max(0, g + Δ|q̇|)                  where Δ|q̇| &lt; 0, or the commands' q̈ points against q̇
 *   r = Σ Δq̇ q̈ / Σ q̈² dt                  over {@link #MEMORY}
 * </pre>
 *
 * <p>A joint is contrary if g exceeds a share of its speed limit and r lies below {@link
 * #RESPONSE}. A push makes g grow as well. But the commands soon balance it, so that r is near 0,
 * and then 1. Velocities in rad/s, or m/s for a joint that slides. Allocates nothing; not
 * thread-safe.
 */
final class MotionWatch {
  /** Growth that stops a robot that is driven, share of the joint's speed limit. */
  static final double DRIVING = 0.5;

  /**
   * Response below which a joint moves against the commands: 1 is as the model says, −1 opposite.
   */
  static final double RESPONSE = -0.5;

  /** Time over which the response is judged, s. */
  static final double MEMORY = 0.1;

  /** Growth after which the brake of a stopped robot is not trusted, share of the speed limit. */
  static final double STOPPED = 0.35;

  private final double[] limit;
  private final double[] speed;
  private final double[] grown;
  private final double[] common;
  private final double[] asked;
  private double slowest;

  MotionWatch(RobotModel robot) {
    limit = robot.joints().stream().mapToDouble(j -> j.limits().velocity()).toArray();
    speed = new double[limit.length];
    grown = new double[limit.length];
    common = new double[limit.length];
    asked = new double[limit.length];
    reset();
  }

  /** Starts over. */
  void reset() {
    Arrays.fill(speed, Double.NaN);
    Arrays.fill(grown, 0);
    Arrays.fill(common, 0);
    Arrays.fill(asked, 0);
    slowest = Double.POSITIVE_INFINITY;
  }

  /** Notes that a joint was not measured: what it did meanwhile does not count. */
  void skip(int joint) {
    speed[joint] = Double.NaN;
  }

  /**
   * Takes a joint's velocity.
   *
   * @param commanded acceleration by the commands since the last one, less friction
   * @param dt since the last one, s
   */
  void take(int joint, double velocity, double commanded, double dt) {
    double before = speed[joint];
    speed[joint] = velocity;
    double kept = 1 - Math.min(1, dt / MEMORY);
    double change = Double.isNaN(before) ? 0 : velocity - before;
    common[joint] = kept * common[joint] + change * commanded;
    asked[joint] = kept * asked[joint] + commanded * commanded * dt;
    // One that changes direction has come to rest first. One that was not measured has not grown.
    double now = before * velocity > 0 ? Math.abs(velocity) : 0;
    double growth = Double.isNaN(before) ? 0 : now - Math.abs(before);
    if (growth < 0 || commanded * velocity < 0) {
      grown[joint] = Math.max(0, grown[joint] + growth);
    }
  }

  /**
   * The first joint that is contrary; −1 if none is.
   *
   * @param share of the speed limit: {@link #DRIVING} or {@link #STOPPED}
   */
  int contrary(double share) {
    for (int i = 0; i < limit.length; i++) {
      if (grown[i] > share * limit[i] && common[i] < RESPONSE * asked[i]) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Asked in each cycle of a stop: the joint by which the robot has become faster in it, whatever
   * its commands were; −1 if it has not, or if a joint is not measured.
   *
   * @param share of the joint's speed limit, over the lowest such share since the last reset
   */
  int faster(double share) {
    int fastest = -1;
    double most = 0;
    for (int i = 0; i < limit.length; i++) {
      double now = Math.abs(speed[i]) / limit[i];
      if (Double.isNaN(now)) {
        // Who was not measured may have been the fastest.
        return -1;
      }
      if (now > most) {
        most = now;
        fastest = i;
      }
    }
    slowest = Math.min(slowest, most);
    return most > slowest + share ? fastest : -1;
  }
}
