package org.reins.filter.constraint;

/**
 * Values that a constraint file takes from the filter's settings if it does not set them.
 *
 * @param horizon T of {@link Viability}, s
 * @param obstacleBraking assumed available deceleration towards obstacles, m/s²
 * @param jointBraking decelerations of all joints that are always available, rad/s² or m/s²; not to
 *     be modified
 * @param slowestBraking deceleration that the slowest joint gives to what it carries, m/s²: of one
 *     that turns, on a lever of a third of a metre
 * @param lookAhead τ of learned barriers, s
 * @param barrierWeight ρ of the slack on a learned barrier of normal priority
 */
public record ConstraintDefaults(
    double horizon,
    double obstacleBraking,
    double[] jointBraking,
    double slowestBraking,
    double lookAhead,
    double barrierWeight) {
  /**
   * Available deceleration towards obstacles: at most what the slowest joint gives.
   *
   * @param asked m/s²
   */
  public double brakingAtMost(double asked) {
    return Math.min(asked, slowestBraking);
  }
}
