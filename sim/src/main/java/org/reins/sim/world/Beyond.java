package org.reins.sim.world;

import org.reins.filter.constraint.HalfSpace;

/**
 * The far side of a plane.
 *
 * @param free the near side, which is not part of the region
 */
public record Beyond(HalfSpace free) implements Region {
  @Override
  public String name() {
    return free.name();
  }

  @Override
  public double distance(double x, double y, double z) {
    return free.nx() * x + free.ny() * y + free.nz() * z - free.offset();
  }
}
