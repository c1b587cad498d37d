package org.reins.sim.system;

/**
 * The kernel of the pendulum in closed form, except for an integral. At ±θ* with g sin θ* = τ the
 * motor can no longer hold against gravity. There the pendulum has a saddle under ∓τ. Its stable
 * manifold
 *
 * <pre>
 *   ω dω/dθ = g sin θ − c ω − τ,   ω(θ*) = 0,   dω/dθ(θ*) = (−c − √(c² + 4 g cos θ*)) / 2
 * </pre>
 *
 * <p>is the upper edge, ω = e(θ). The lower edge is ω = −e(−θ). On an edge, exactly one input keeps
 * the state from crossing it. Beyond the edges, no input does. Between them, where |θ| is largest,
 * the pendulum moves inwards. The manifold is integrated with the fourth-order Runge–Kutta method,
 * backwards in time from the saddle, and tabulated. The area of the kernel is 1.9603 rad²/s.
 */
final class PendulumKernel {
  private static final int CELLS = 10_000;
  private static final double STEP = -1e-4;
  // Distance from the saddle within which the manifold is assumed to be straight, rad.
  private static final double START = 1e-6;

  private final double gravity;
  private final double friction;
  private final double torque;
  private final double most;
  // e at −most + 2 most k / CELLS.
  private final double[] edge = new double[CELLS + 1];

  /**
   * Computes the edge.
   *
   * @param gravity g, rad/s²
   * @param friction c, 1/s
   * @param torque τ, rad/s², less than g sin most
   * @param most largest |θ|, rad
   */
  PendulumKernel(double gravity, double friction, double torque, double most) {
    this.gravity = gravity;
    this.friction = friction;
    this.torque = torque;
    this.most = most;
    double saddle = Math.asin(torque / gravity);
    follow(saddle, -1);
    follow(saddle, 1);
  }

  /** Whether some command keeps |θ| ≤ most forever. */
  boolean contains(double angle, double rate) {
    return Math.abs(angle) <= most && rate <= edge(angle) && rate >= -edge(-angle);
  }

  private double edge(double angle) {
    double at = (angle + most) / (2 * most) * CELLS;
    int k = Math.max(0, Math.min(CELLS - 1, (int) at));
    return edge[k] + (at - k) * (edge[k + 1] - edge[k]);
  }

  /** One branch of the manifold, to the left of the saddle or to the right. */
  private void follow(double saddle, int side) {
    double slope =
        (-friction - Math.sqrt(friction * friction + 4 * gravity * Math.cos(saddle))) / 2;
    double angle = saddle + side * START;
    double rate = slope * side * START;
    double cell = 2 * most / CELLS;
    int next =
        (int) (side > 0 ? Math.ceil((angle + most) / cell) : Math.floor((angle + most) / cell));
    while (next >= 0 && next <= CELLS) {
      double before = angle;
      double rateBefore = rate;
      double a1 = acceleration(angle, rate);
      double r2 = rate + STEP / 2 * a1;
      double a2 = acceleration(angle + STEP / 2 * rate, r2);
      double r3 = rate + STEP / 2 * a2;
      double a3 = acceleration(angle + STEP / 2 * r2, r3);
      double r4 = rate + STEP * a3;
      double a4 = acceleration(angle + STEP * r3, r4);
      angle += STEP / 6 * (rate + 2 * r2 + 2 * r3 + r4);
      rate += STEP / 6 * (a1 + 2 * a2 + 2 * a3 + a4);
      while (next >= 0 && next <= CELLS && side * (angle - (next * cell - most)) >= 0) {
        double share = (next * cell - most - before) / (angle - before);
        edge[next] = rateBefore + share * (rate - rateBefore);
        next += side;
      }
    }
  }

  private double acceleration(double angle, double rate) {
    return gravity * Math.sin(angle) - friction * rate - torque;
  }
}
