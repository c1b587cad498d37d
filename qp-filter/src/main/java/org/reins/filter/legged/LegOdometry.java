package org.reins.filter.legged;

import java.util.List;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * Velocity and height of the body from the sensors of a legged robot: feet that press on the ground
 * are assumed to rest on it. Velocity −(ṗ + ω × p) and height of each such foot are averaged. The
 * velocity is smoothed. Both stay unchanged while no foot presses. Nothing allocates after
 * construction; not thread-safe.
 */
public final class LegOdometry {
  private static final double SMOOTHING = 0.02;

  private final LegKinematics legs;
  private final double radius;
  private final double[] velocity = new double[3];
  private final double[] rotation = new double[9];
  private final double[] p = new double[3];
  private final double[] v = new double[3];
  private final double standing;
  private double height;

  /** Prepares a robot. */
  public LegOdometry(RobotModel robot) {
    legs = new LegKinematics(robot);
    List<Capsule> feet = robot.base().feet();
    radius = feet.get(0).radius();
    standing = new TrotGait(robot).height();
    reset();
  }

  /** Starts over, standing still. */
  public void reset() {
    height = standing;
    java.util.Arrays.fill(velocity, 0);
  }

  /** Takes a measurement, dt after the previous one. */
  public void update(RobotState state, double dt) {
    legs.update(state.q, state.qd);
    FloatingBaseDynamics.toRotation(state.base.quaternion, rotation);
    double[] w = state.base.angular;
    double vx = 0;
    double vy = 0;
    double vz = 0;
    double h = 0;
    int count = 0;
    for (int f = 0; f < legs.feet(); f++) {
      if (!state.base.contact[f]) {
        continue;
      }
      legs.foot(f, state.qd, p, v);
      vx -= v[0] + w[1] * p[2] - w[2] * p[1];
      vy -= v[1] + w[2] * p[0] - w[0] * p[2];
      vz -= v[2] + w[0] * p[1] - w[1] * p[0];
      h += radius - (rotation[6] * p[0] + rotation[7] * p[1] + rotation[8] * p[2]);
      count++;
    }
    // A value that is not finite is not kept: it would never disappear.
    if (count > 0 && Double.isFinite(vx + vy + vz + h)) {
      double share = Math.min(1, dt / SMOOTHING);
      velocity[0] += share * (vx / count - velocity[0]);
      velocity[1] += share * (vy / count - velocity[1]);
      velocity[2] += share * (vz / count - velocity[2]);
      height = h / count;
    }
  }

  /** Velocity of the base's origin, base axes, m/s; overwritten by {@link #update}. */
  public double[] velocity() {
    return velocity;
  }

  /** Height of the base's origin over the feet on the ground, m. */
  public double height() {
    return height;
  }
}
