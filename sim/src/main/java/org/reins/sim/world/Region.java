package org.reins.sim.world;

import java.util.List;

/** A part of the world, in the axes of the robot's base with z up. Immutable. */
public interface Region {
  /** Name in messages. */
  String name();

  /** Signed distance of a point from the surface, m: positive outside. */
  double distance(double x, double y, double z);

  /** Distance of a point from the nearest of several regions, m; infinite if there are none. */
  static double nearest(List<? extends Region> regions, double x, double y, double z) {
    double d = Double.POSITIVE_INFINITY;
    for (Region region : regions) {
      d = Math.min(d, region.distance(x, y, z));
    }
    return d;
  }
}
