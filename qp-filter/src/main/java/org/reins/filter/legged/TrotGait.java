package org.reins.filter.legged;

import java.util.Arrays;
import org.reins.robot.model.RobotModel;

/**
 * A trot that a policy modulates: diagonal feet swing together while the others push the ground
 * back with the commanded twist. A foot in stance moves through p₀ − (v + ω × p₀) s around its
 * place p₀ of the robot's posture; a foot in swing is carried to where its next stance begins, plus
 * the policy's offset. Without a twist and with small offsets the robot stands.
 *
 * <p>Base axes. Nothing allocates after construction; not thread-safe.
 */
public final class TrotGait {
  /** Action values per foot: offset along x and y, and height. */
  public static final int PER_FOOT = 3;

  /** Largest offset of a foothold, as a share of the standing height. */
  private static final double REACH = 0.35;

  private static final double LIFT = 0.25;
  private static final double LEVEL = 0.15;
  // Cadence of a body as high as the Go1's; longer legs swing more slowly, like pendulums.
  private static final double CADENCE = 2.6;
  private static final double REFERENCE_HEIGHT = 0.285;
  private static final double DUTY = 0.55;
  // A robot whose slowest joint is slower than this, rad/s, lifts its feet less.
  private static final double NIMBLE = 20;

  private final LegKinematics legs;
  private final double[] home;
  private final double[] offset;
  private final double[] raise;
  private final double[] targets;
  private final double[] q;
  private final double[] posture;
  private final double height;
  private final double frequency;
  private final double lift;
  private double phase;
  private double marching;

  /** Prepares a robot's gait around its posture. */
  public TrotGait(RobotModel robot) {
    legs = new LegKinematics(robot);
    posture = robot.posture();
    int feet = legs.feet();
    home = new double[3 * feet];
    offset = new double[2 * feet];
    raise = new double[feet];
    targets = new double[3 * feet];
    q = new double[robot.dof()];
    double[] place = new double[3];
    double[] velocity = new double[3];
    double[] still = new double[robot.dof()];
    legs.update(posture, still);
    double sum = 0;
    for (int f = 0; f < feet; f++) {
      legs.foot(f, still, place, velocity);
      System.arraycopy(place, 0, home, 3 * f, 3);
      sum -= place[2];
    }
    height = sum / feet + robot.base().feet().get(0).radius();
    frequency = CADENCE * Math.sqrt(REFERENCE_HEIGHT / height);
    lift = LIFT * height * agility(robot);
    reset();
  }

  /** Speed of a robot's joints, from 0 to 1, where 1 is as fast as the Go1's or faster. */
  public static double agility(RobotModel robot) {
    double slowest =
        robot.joints().stream().mapToDouble(j -> j.limits().velocity()).min().orElseThrow();
    return Math.min(1, slowest / NIMBLE);
  }

  /** Height of the base's origin over the ground in the posture, m. */
  public double height() {
    return height;
  }

  /** Phase of the trot, 0 to 1. */
  public double phase() {
    return phase;
  }

  /** Starts over, standing. */
  public void reset() {
    phase = 0;
    marching = 0;
    Arrays.fill(offset, 0);
    Arrays.fill(raise, 0);
    System.arraycopy(posture, 0, q, 0, q.length);
  }

  /**
   * Advances by dt.
   *
   * @param march whether to trot; otherwise the feet come to rest at their next footholds
   * @param twist commanded velocity along x and y, m/s, and about z, rad/s; not modified
   * @param action −1…1, {@link #PER_FOOT} numbers per foot, not modified
   * @return joint targets, rad; owned by the gait, overwritten here
   */
  public double[] step(double dt, boolean march, double[] twist, float[] action) {
    double ramp = dt / 0.2;
    marching = Math.max(0, Math.min(1, marching + (march ? ramp : -ramp)));
    phase += dt * frequency;
    phase -= Math.floor(phase);
    for (int f = 0; f < legs.feet(); f++) {
      double own = phase + (f == 0 || f == 3 ? 0 : 0.5);
      own -= Math.floor(own);
      place(f, own, twist, action, dt);
    }
    legs.reach(targets, q);
    return q;
  }

  private void place(int f, double own, double[] twist, float[] action, double dt) {
    double x = home[3 * f];
    double y = home[3 * f + 1];
    double vx = twist[0] - twist[2] * y;
    double vy = twist[1] + twist[2] * x;
    double stance = DUTY / frequency;
    double along;
    double up = 0;
    if (own < DUTY) {
      along = 0.5 - own / DUTY;
    } else {
      double s = (own - DUTY) / (1 - DUTY);
      along = -0.5 * Math.cos(Math.PI * s);
      double sine = Math.sin(Math.PI * s);
      up = marching * lift * sine * sine;
      // The offset is applied while the foot is in the air.
      double share = Math.min(1, dt * frequency / (1 - DUTY) / Math.max(0.05, 1 - s));
      for (int k = 0; k < 2; k++) {
        double wanted = REACH * height * clip(action[PER_FOOT * f + k]);
        offset[2 * f + k] += share * (wanted - offset[2 * f + k]);
      }
    }
    double level = LEVEL * height * clip(action[PER_FOOT * f + 2]);
    raise[f] += Math.min(1, dt / 0.05) * (level - raise[f]);
    targets[3 * f] = x + marching * (vx * stance * along + offset[2 * f]);
    targets[3 * f + 1] = y + marching * (vy * stance * along + offset[2 * f + 1]);
    targets[3 * f + 2] = home[3 * f + 2] + up + marching * raise[f];
  }

  private static double clip(float v) {
    return Float.isNaN(v) ? 0 : Math.max(-1, Math.min(1, v));
  }
}
