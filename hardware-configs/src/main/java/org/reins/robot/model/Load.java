package org.reins.robot.model;

/**
 * A load fixed to a link: a cube of uniform density.
 *
 * @param mass mass, kg, at least 0
 * @param edge length of an edge, m
 * @param at centre of the cube in the link frame, m, length 3; not copied, not to be modified
 */
public record Load(double mass, double edge, double[] at) {
  private static final double BACK_EDGE = 0.15;
  private static final double BACK_HEIGHT = 0.12;

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the error
   */
  public Load {
    if (!(mass >= 0) || Double.isInfinite(mass) || !(edge >= 0) || at.length != 3) {
      throw new IllegalArgumentException(
          "load is " + mass + " kg with an edge of " + edge + " m: neither may be negative");
    }
  }

  /**
   * A usual load on a legged robot's back: a cube of 0.15 m, 0.12 m above the origin of the body.
   *
   * @param mass mass, kg, at least 0
   */
  public static Load onBack(double mass) {
    return new Load(mass, BACK_EDGE, new double[] {0, 0, BACK_HEIGHT});
  }

  /** The link with the load, as one body. */
  public Link on(Link link) {
    double m = link.mass() + mass;
    double[] com = new double[3];
    double[] d = new double[3];
    for (int k = 0; k < 3; k++) {
      com[k] = (link.mass() * link.com()[k] + mass * at[k]) / m;
      d[k] = at[k] - link.com()[k];
    }
    // Two bodies about their common centre: add μ (d² 1 − d dᵀ), with μ the reduced mass.
    double mu = link.mass() * mass / m;
    double own = mass * edge * edge / 6;
    Inertia i = link.inertia();
    return new Link(
        link.name(),
        m,
        com,
        new Inertia(
            i.xx() + own + mu * (d[1] * d[1] + d[2] * d[2]),
            i.xy() - mu * d[0] * d[1],
            i.xz() - mu * d[0] * d[2],
            i.yy() + own + mu * (d[0] * d[0] + d[2] * d[2]),
            i.yz() - mu * d[1] * d[2],
            i.zz() + own + mu * (d[0] * d[0] + d[1] * d[1])));
  }
}
