package org.reins.filter.constraint;

/**
 * Values that a constraint file takes from the filter's settings if it does not set them.
 *
 * @param horizon T of {@link Viability}, s
 * @param obstacleBraking assumed available deceleration towards obstacles, m/s²
 * @param jointBraking decelerations of all joints that are always available, rad/s²; not to be
 *     modified
 * @param lookAhead τ of learned barriers, s
 * @param barrierWeight ρ of the slack on a learned barrier of normal priority
 */
public record ConstraintDefaults(
    double horizon,
    double obstacleBraking,
    double[] jointBraking,
    double lookAhead,
    double barrierWeight) {
  // Lever of the slowest joint, m: a robot with low acceleration limits cannot brake hard either.
  private static final double LEVER = 1.0 / 3;

  /**
   * Available deceleration towards obstacles: at most what the slowest joint gives on a lever of a
   * third of a metre.
   *
   * @param asked m/s²
   */
  public double brakingAtMost(double asked) {
    double slowest = Double.POSITIVE_INFINITY;
    for (double joint : jointBraking) {
      slowest = Math.min(slowest, joint);
    }
    return Math.min(asked, LEVER * slowest);
  }
}
