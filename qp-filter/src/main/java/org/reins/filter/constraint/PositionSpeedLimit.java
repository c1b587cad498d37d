package org.reins.filter.constraint;

import java.util.List;

/**
 * A joint's speed limit that falls towards its position limits:
 *
 * <pre>
 *   q̇ ≤ min(cap, max(0, −c + √(max(0, k (hi − q)))))
 *   q̇ ≥ −min(cap, max(0, −c + √(max(0, k (q − lo)))))
 * </pre>
 *
 * @param cap rad/s
 * @param offset c, rad/s
 * @param gain k, rad/s²
 * @param lower lo, rad
 * @param upper hi, rad
 */
public record PositionSpeedLimit(
    double cap, double offset, double gain, double lower, double upper) {
  /**
   * Franka Research 3, joints 1 to 7: libfranka, rate_limiting.h, computeUpperLimitsJointVelocity.
   */
  public static final List<PositionSpeedLimit> FR3 =
      List.of(
          new PositionSpeedLimit(2.62, 0.30, 12.0, -2.7501, 2.7501),
          new PositionSpeedLimit(2.62, 0.20, 5.17, -1.7918, 1.7918),
          new PositionSpeedLimit(2.62, 0.20, 7.0, -2.9065, 2.9065),
          new PositionSpeedLimit(2.62, 0.30, 8.0, -3.0481, -0.1458),
          new PositionSpeedLimit(5.26, 0.35, 34.0, -2.8101, 2.8101),
          new PositionSpeedLimit(4.18, 0.35, 11.0, 0.54092, 4.5205),
          new PositionSpeedLimit(5.26, 0.35, 34.0, -3.0196, 3.0196));

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the invalid values
   */
  public PositionSpeedLimit {
    if (!(cap > 0 && offset >= 0 && gain > 0 && lower < upper)) {
      throw new IllegalArgumentException(
          String.format(
              "speed limit has cap %s, offset %s, gain %s, range %s to %s: cap and gain must be over 0,"
                  + " the offset at least 0, the range not empty",
              cap, offset, gain, lower, upper));
    }
  }

  /** Largest speed at q, rad/s. */
  public double atMost(double q) {
    return Math.min(cap, Math.max(0, -offset + Math.sqrt(Math.max(0, gain * (upper - q)))));
  }

  /** Smallest speed at q, rad/s, not above 0. */
  public double atLeast(double q) {
    return -Math.min(cap, Math.max(0, -offset + Math.sqrt(Math.max(0, gain * (q - lower)))));
  }

  /**
   * Largest acceleration, held for T, that ends within the limit at the resulting position, from
   * which the limit can be followed with a deceleration A.
   *
   * <p>With w = v + a T and b = c + k T/4, (w + c)² ≤ k (hi − q − (v + w) T/2) gives w ≤ −b + √(b²
   * − c² + k (hi − q − v T/2)). Along the limit the deceleration is k v / (2 (v + c)), which A
   * gives only below v_c = 2 A c / (k − 2A) when k &gt; 2A; above, the speed stays under the
   * parabola of braking at A that touches the limit there.
   *
   * @param braking A, rad/s²
   * @param horizon T, s
   * @return rad/s², not below −A
   */
  public double accelerationAtMost(double q, double v, double braking, double horizon) {
    return most(upper - q, v, braking, horizon);
  }

  /** The mirror image of {@link #accelerationAtMost}. */
  public double accelerationAtLeast(double q, double v, double braking, double horizon) {
    return -most(q - lower, -v, braking, horizon);
  }

  /** The bound with the position limit at a distance of {@code room} ahead. */
  private double most(double room, double v, double braking, double horizon) {
    double b = offset + gain * horizon / 4;
    double root = b * b - offset * offset + gain * (room - v * horizon / 2);
    double w = root > 0 ? Math.max(0, Math.sqrt(root) - b) : 0;
    double bound = (Math.min(cap, w) - v) / horizon;
    if (gain > 2 * braking) {
      double touching = 2 * braking * offset / (gain - 2 * braking);
      double beyond = (touching + offset) * (touching + offset) / gain;
      if (room > beyond) {
        double stop = room - beyond + touching * touching / (2 * braking);
        bound =
            Math.min(
                bound, Viability.upper(-stop, v, 0, Double.POSITIVE_INFINITY, braking, horizon));
      }
    }
    return Math.max(-braking, bound);
  }
}
