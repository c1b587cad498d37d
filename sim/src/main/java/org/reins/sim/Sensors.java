package org.reins.sim;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.reins.robot.state.BaseState;
import org.reins.robot.state.RobotState;

/** The sensors of a simulated robot: noise on positions and velocities, and an optional bias. */
public final class Sensors {
  private final PlantParameters parameters;
  private final double[] bias;
  private SplittableRandom random = new SplittableRandom(0);
  private SplittableRandom gyro = new SplittableRandom(0);

  /** Makes sensors of n joints. */
  public Sensors(int n, PlantParameters parameters) {
    this.parameters = parameters;
    bias = new double[n];
  }

  /** Starts over, without bias. */
  public void reset(long seed) {
    random = new SplittableRandom(seed);
    gyro = new SplittableRandom(~seed);
    Arrays.fill(bias, 0);
  }

  /** Sets the bias of a joint's position, rad. */
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

  /**
   * Overwrites the measurement of a body's inertial sensor. The feet's switches stay unchanged.
   *
   * @param quaternion orientation, w x y z
   * @param angular velocity in base axes, rad/s
   */
  public void measureBody(double[] quaternion, double[] angular, BaseState measured) {
    System.arraycopy(quaternion, 0, measured.quaternion, 0, 4);
    for (int k = 0; k < 3; k++) {
      measured.angular[k] = angular[k] + parameters.velocityNoise() * gyro.nextGaussian();
    }
  }
}
