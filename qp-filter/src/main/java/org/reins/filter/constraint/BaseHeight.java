package org.reins.filter.constraint;

/**
 * Keeps the base of a legged robot between two heights: z has relative degree two, and z̈ stays
 * within its {@link Viability} bounds. How z̈ follows from joint torques is the caller's, as in
 * {@link BaseTilt}.
 *
 * @param lowest m
 * @param highest m, above the lowest
 * @param brakingDown deceleration of a falling base that the legs can always give, m/s²
 * @param brakingUp deceleration of a rising base; gravity gives 9.8 without contact, m/s²
 * @param horizon T, s
 */
public record BaseHeight(
    double lowest, double highest, double brakingDown, double brakingUp, double horizon) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the values
   */
  public BaseHeight {
    if (!(lowest < highest && brakingDown > 0 && brakingUp > 0 && horizon > 0)) {
      throw new IllegalArgumentException(
          String.format(
              "base height is %s to %s m with braking %s and %s m/s² over %s s: the range must not be"
                  + " empty, the others over 0",
              lowest, highest, brakingDown, brakingUp, horizon));
    }
  }

  /** Smallest z̈ at height z and climbing speed v, m/s². */
  public double least(double z, double v) {
    return Viability.lower(z, v, lowest, Double.POSITIVE_INFINITY, brakingDown, horizon);
  }

  /** Largest z̈ at height z and climbing speed v, m/s². */
  public double most(double z, double v) {
    return Viability.upper(z, v, highest, Double.POSITIVE_INFINITY, brakingUp, horizon);
  }
}
