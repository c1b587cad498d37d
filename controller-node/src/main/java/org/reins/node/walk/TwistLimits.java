package org.reins.node.walk;

/**
 * Largest commanded speeds of a walking robot at a speed scale of 1.
 *
 * @param speed over ground, m/s
 * @param turn about the vertical, rad/s
 */
public record TwistLimits(double speed, double turn) {
  /**
   * Limits a twist to a scale of the limits; its direction over ground is kept.
   *
   * @param asked commanded twist along x and y of the base, m/s, and about z, rad/s; not modified
   * @param scale of the envelope, 0 to 1
   * @param out limited twist, same units; overwritten, may be {@code asked}
   */
  public void cut(double[] asked, double scale, double[] out) {
    double most = scale * speed;
    double wanted = Math.hypot(asked[0], asked[1]);
    double share = wanted > most ? most / wanted : 1;
    out[0] = share * asked[0];
    out[1] = share * asked[1];
    out[2] = Math.max(-scale * turn, Math.min(scale * turn, asked[2]));
  }
}
