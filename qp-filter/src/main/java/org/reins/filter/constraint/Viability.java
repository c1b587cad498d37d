package org.reins.filter.constraint;

/**
 * The largest acceleration of a coordinate with which it can always still stop before a bound.
 *
 * <p>A coordinate x with speed v can brake at A from any admissible state. Acceleration a held for
 * a horizon T, then braking, must end before the bound {@code hi}: with w = v + a T ≥ 0,
 *
 * <pre>
 *   x + ½ (v + w) T + w² / (2A) ≤ hi   ⟺   w ≤ w* = A (√(T²/4 + 2 (hi − x − v T/2) / A) − T/2)
 * </pre>
 *
 * <p>so a ≤ (w* − v) / T, and with a speed limit a ≤ (vMax − v) / T; braking at A itself is always
 * allowed. A T longer than the control period leaves time for delay and for the torque to ramp: the
 * requested acceleration then changes by no more than about A in T. Every state with x + v² / (2A)
 * ≤ hi (and v ≤ vMax) keeps an admissible a, for every smaller period too. With T the control
 * period these are the exact discrete-time bounds (Del Prete, Joint position and velocity bounds in
 * discrete-time acceleration/torque control of robot manipulators, IEEE RA-L 2018).
 */
public final class Viability {
  private Viability() {}

  /**
   * Largest acceleration that respects an upper bound of position and of speed.
   *
   * @param x position
   * @param v speed
   * @param hi upper bound of x; +∞ for none
   * @param vMax upper bound of v, ≥ 0; +∞ for none
   * @param braking A &gt; 0, the deceleration that is always available
   * @param horizon T &gt; 0, s
   * @return the bound; never below −A
   */
  public static double upper(
      double x, double v, double hi, double vMax, double braking, double horizon) {
    double bound = (vMax - v) / horizon;
    if (hi < Double.POSITIVE_INFINITY) {
      double room = hi - x - v * horizon / 2;
      double most;
      if (room >= 0) {
        double w = braking * (Math.sqrt(horizon * horizon / 4 + 2 * room / braking) - horizon / 2);
        most = (w - v) / horizon;
      } else if (x < hi) {
        // Closer than the horizon: the deceleration that ends at the bound. Here v > 0.
        most = -v * v / (2 * (hi - x));
      } else {
        // Beyond the bound: come to rest and return gently.
        most = (Math.max((hi - x) / horizon, -braking * horizon) - v) / horizon;
      }
      bound = Math.min(bound, most);
    }
    return Math.max(-braking, bound);
  }

  /**
   * Smallest acceleration that respects a lower bound of position and of speed: the mirror image of
   * {@link #upper}.
   *
   * @param x position
   * @param v speed
   * @param lo lower bound of x; −∞ for none
   * @param vMax bound of −v, ≥ 0; +∞ for none
   * @param braking A &gt; 0
   * @param horizon T &gt; 0, s
   * @return the bound; never above A
   */
  public static double lower(
      double x, double v, double lo, double vMax, double braking, double horizon) {
    return -upper(-x, -v, -lo, vMax, braking, horizon);
  }
}
