package org.reins.sim.legged;

import java.util.List;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;

/**
 * Heights of a legged robot's feet above the ground, for simulators that do not report contacts.
 * Not thread-safe.
 */
public final class FootHeights {
  private static final double TOUCH = 5e-4;

  private final RigidBodyDynamics tree;
  private final BodyPoint[] feet;
  private final double[] radii;
  private final double[] still;
  private final boolean[] touching;
  private final double share;
  private final double[] rotation = new double[9];
  private final double[] at = new double[3];
  private final double[] world = new double[3];
  private final double[] normal = new double[3];

  /** Prepares a robot. */
  public FootHeights(RobotModel robot) {
    tree = new RigidBodyDynamics(robot);
    List<Capsule> spheres = robot.base().feet();
    feet = new BodyPoint[spheres.size()];
    radii = new double[spheres.size()];
    for (int f = 0; f < feet.length; f++) {
      Capsule s = spheres.get(f);
      feet[f] = tree.point(robot.bodyOf(s.link()), s.from());
      radii[f] = s.radius();
    }
    still = new double[robot.dof()];
    touching = new boolean[feet.length];
    share = robot.mass() * RigidBodyDynamics.GRAVITY / feet.length;
  }

  /** Rotation matrix of a quaternion, 9 numbers, owned by this object. */
  public double[] rotation(double[] quaternion) {
    FloatingBaseDynamics.toRotation(quaternion, rotation);
    return rotation;
  }

  /** Height of the lowest foot's underside with the base's origin at height 0, m. */
  public double lowest(double[] q, double[] quaternion) {
    tree.update(q, still);
    rotation(quaternion);
    double lowest = Double.POSITIVE_INFINITY;
    for (int f = 0; f < feet.length; f++) {
      lowest = Math.min(lowest, height(f));
    }
    return lowest;
  }

  /**
   * Finds the feet that are on the ground.
   *
   * @param place position of the base's origin, m
   * @param contact overwritten
   */
  public void touching(
      double[] q, double[] quaternion, double[] place, Terrain terrain, boolean[] contact) {
    tree.update(q, still);
    rotation(quaternion);
    for (int f = 0; f < feet.length; f++) {
      touching[f] = gap(f, place, terrain) < TOUCH;
      contact[f] = touching[f];
    }
  }

  /** Force of a foot as in {@link LeggedSim#pressure}, N, from the last contacts. */
  public double pressure(int foot) {
    return touching[foot] ? share : 0;
  }

  /** Distance between a foot's sphere and the ground, m. */
  private double gap(int f, double[] place, Terrain terrain) {
    tree.position(feet[f], at);
    for (int k = 0; k < 3; k++) {
      world[k] =
          place[k]
              + rotation[3 * k] * at[0]
              + rotation[3 * k + 1] * at[1]
              + rotation[3 * k + 2] * at[2];
    }
    terrain.normal(world[0], world[1], normal);
    return (world[2] - terrain.height(world[0], world[1])) * normal[2] - radii[f];
  }

  private double height(int f) {
    tree.position(feet[f], at);
    return rotation[6] * at[0] + rotation[7] * at[1] + rotation[8] * at[2] - radii[f];
  }
}
