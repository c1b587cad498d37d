package org.reins.sim.contract;

/**
 * What a policy did in the probe.
 *
 * @param fell whether it fell
 * @param phases phases that were finished
 * @param stood time on its feet, s
 * @param twist mean true twist in each phase after its first second: along x and y, m/s, and turn,
 *     rad/s; a phase that was not reached has zeros
 * @param wanted commanded twist of each phase
 * @param tilt mean angle between the body's z and the vertical, rad
 * @param height mean height as a share of that of the policy's default posture
 * @param idle root mean square of the joint velocities while standing, rad/s
 * @param action root mean square of the position targets' distance from the default posture, rad
 * @param firstAction the same of the first action, rad
 * @param jerk root mean square of the change of the position targets from one action to the next,
 *     rad
 * @param acceleration root mean square of the joints' accelerations, rad/s²
 * @param saturated share of the torques beyond their limit
 * @param beyond share of the position targets beyond their limit
 * @param power mean mechanical power of the joints, W
 * @param wobble root mean square of the body's angular velocity about x and y, rad/s
 */
public record ProbeResult(
    boolean fell,
    int phases,
    double stood,
    double[][] twist,
    double[][] wanted,
    double tilt,
    double height,
    double idle,
    double action,
    double firstAction,
    double jerk,
    double acceleration,
    double saturated,
    double beyond,
    double power,
    double wobble) {
  private static final double WORSE = 0.1;
  private static final double BETTER = -0.2;

  /** Whether it finished all phases on its feet. */
  public boolean isWhole() {
    return !fell && phases == twist.length;
  }

  /**
   * Answer to a command as a share of it, without the drift of standing: 1 is exact.
   *
   * @param component 0 along x, 1 along y, 2 turn
   */
  public double answer(int component) {
    double command = wanted[component + 1][component];
    return command == 0 ? 1 : (twist[component + 1][component] - twist[0][component]) / command;
  }

  /**
   * How badly it stands and walks, for comparing contracts of one policy: less is better. It is
   * only for results without a fall.
   */
  double badness() {
    double error = 0;
    for (int k = 0; k < 3; k++) {
      error += Math.abs(answer(k) - 1) / 3;
    }
    return 4 * error + 1.5 * Math.log(wobble + 0.02) + Math.log(tilt + 0.005);
  }

  /** Whether this result is better than another in nearly everything, and clearly on the whole. */
  boolean dominates(ProbeResult other) {
    double[] mine = costs();
    double[] theirs = other.costs();
    double sum = 0;
    for (int i = 0; i < mine.length; i++) {
      sum += mine[i] - theirs[i];
    }
    return !isWorse(other, WORSE) && sum / mine.length < BETTER;
  }

  /** Whether anything is worse than in another result of as many phases, by more than a margin. */
  boolean isWorse(ProbeResult other, double margin) {
    double[] mine = costs();
    double[] theirs = other.costs();
    for (int i = 0; i < mine.length; i++) {
      if (mine[i] > theirs[i] + margin) {
        return true;
      }
    }
    for (int k = 0; k + 1 < phases; k++) {
      if (Math.abs(answer(k) - 1) > Math.abs(other.answer(k) - 1) + margin) {
        return true;
      }
    }
    return false;
  }

  /** Logarithms, so that ratios count; the constants are what does not matter. */
  private double[] costs() {
    double error = 0;
    double[] unit = {0.4, 0.3, 0.5};
    for (int p = 0; p < twist.length; p++) {
      for (int k = 0; k < 3; k++) {
        double e = (twist[p][k] - wanted[p][k]) / unit[k];
        error += e * e / (3 * twist.length);
      }
    }
    return new double[] {
      Math.log(Math.sqrt(error) + 0.1),
      Math.log(acceleration + 5),
      Math.log(jerk + 0.01),
      Math.log(wobble + 0.03),
      Math.log(tilt + 0.01),
      Math.log(power + 3)
    };
  }
}
