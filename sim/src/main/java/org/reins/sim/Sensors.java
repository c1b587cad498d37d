package org.reins.sim;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The sensors of a simulated arm: noise on positions and velocities, and a bias where one is set.
 */
public final class Sensors {
  private final PlantParameters parameters;
  private final double[] bias;
  private SplittableRandom random = new SplittableRandom(0);

  /** Makes sensors of n joints. */
  public Sensors(int n, PlantParameters parameters) {
    this.parameters = parameters;
    bias = new double[n];
  }

  /** Begins anew, without bias. */
  public void reset(long seed) {
    random = new SplittableRandom(seed);
    Arrays.fill(bias, 0);
  }

  /** Sets what a joint reads too much, rad. */
  public void setBias(int joint, double value) {
    bias[joint] = value;
  }

  /** Overwrites a measurement. */
  public void measure(
      double time, double[] q, double[] qd, double[] accepted, RobotState measured) {
    measured.time = time;
    for (int i = 0; i < q.length; i++) {
      measured.q[i] = q[i] + bias[i] + parameters.positionNoise() * random.nextGaussian();
      measured.qd[i] = qd[i] + parameters.velocityNoise() * random.nextGaussian();
      measured.acceptedEffort[i] = accepted[i];
    }
  }
}
