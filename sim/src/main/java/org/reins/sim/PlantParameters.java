package org.reins.sim;

/**
 * Differences of the simulated robot from an ideal one. Noise is that of joints that turn; for one
 * that slides, 0.2 m count as 1 rad.
 *
 * @param positionNoise standard deviation of measured positions, rad
 * @param velocityNoise standard deviation of measured velocities, rad/s
 * @param frictionScale factor on the joint friction of the robot file
 * @param delaySteps whole steps from accepting a command until its torque acts
 */
public record PlantParameters(
    double positionNoise, double velocityNoise, double frictionScale, int delaySteps) {
  /** Values of the demo: fine encoders, the friction of the robot file, one step of delay. */
  public static final PlantParameters DEMO = new PlantParameters(2e-5, 2e-3, 1, 1);

  /** Values of legged robots: coarser encoders. */
  public static final PlantParameters WALK = new PlantParameters(1e-3, 0.02, 1, 1);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the parameter, its value and what is allowed
   */
  public PlantParameters {
    if (!(positionNoise >= 0 && positionNoise <= 0.1)) {
      throw new IllegalArgumentException(
          "position noise is " + positionNoise + " rad: allowed is 0 to 0.1");
    }
    if (!(velocityNoise >= 0 && velocityNoise <= 1)) {
      throw new IllegalArgumentException(
          "velocity noise is " + velocityNoise + " rad/s: allowed is 0 to 1");
    }
    if (!(frictionScale >= 0 && frictionScale <= 100)) {
      throw new IllegalArgumentException(
          "friction scale is " + frictionScale + ": allowed is 0 to 100");
    }
    if (delaySteps < 0 || delaySteps > 20) {
      throw new IllegalArgumentException("delay is " + delaySteps + " steps: allowed is 0 to 20");
    }
  }
}
