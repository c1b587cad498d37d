package org.reins.sim;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.BaseState;
import org.reins.robot.state.RobotState;

/**
 * The sensors of a simulated robot: noise on positions and velocities, and an optional bias. Noise
 * in rad counts times {@link org.reins.robot.model.JointKind#perRadian} for a joint that slides.
 */
public final class Sensors {
  private final PlantParameters parameters;
  private final double[] bias;
  private final double[] perRadian;
  private SplittableRandom random = new SplittableRandom(0);
  private SplittableRandom gyro = new SplittableRandom(0);

  /** Makes the sensors of a robot's joints. */
  public Sensors(RobotModel robot, PlantParameters parameters) {
    this.parameters = parameters;
    bias = new double[robot.dof()];
    perRadian = robot.perRadian();
  }

  /** Starts over, without bias. */
  public void reset(long seed) {
    random = new SplittableRandom(seed);
    gyro = new SplittableRandom(~seed);
    Arrays.fill(bias, 0);
  }

  /** Sets the bias of a joint's position, rad or m. */
  public void setBias(int joint, double value) {
    bias[joint] = value;
  }

  /** Overwrites a measurement. */
  public void measure(
      double time, double[] q, double[] qd, double[] accepted, RobotState measured) {
    measured.time = time;
    for (int i = 0; i < q.length; i++) {
      double unit = perRadian[i];
      measured.q[i] = q[i] + bias[i] + unit * parameters.positionNoise() * random.nextGaussian();
      measured.qd[i] = qd[i] + unit * parameters.velocityNoise() * random.nextGaussian();
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
