package org.reins.sim;

import org.reins.robot.model.RobotModel;

/** The drives of a simulated arm. A command acts some steps later, limited to the torque limits. */
public final class Drives {
  private final RobotModel robot;
  private final double[][] pipeline;

  /**
   * Makes drives.
   *
   * @param delaySteps whole steps from a command to its torque
   */
  public Drives(RobotModel robot, int delaySteps) {
    this.robot = robot;
    pipeline = new double[delaySteps + 1][robot.dof()];
  }

  /** Starts over with a torque that is already held. */
  public void reset(double[] holding) {
    for (double[] slot : pipeline) {
      System.arraycopy(holding, 0, slot, 0, slot.length);
    }
  }

  /**
   * Takes a command and returns the acting torques, owned by the drives. Not finite counts as 0.
   */
  public double[] accept(double[] effort) {
    double[] acting = pipeline[0];
    System.arraycopy(pipeline, 1, pipeline, 0, pipeline.length - 1);
    pipeline[pipeline.length - 1] = acting;
    for (int i = 0; i < acting.length; i++) {
      double limit = robot.joints().get(i).limits().effort();
      double e = Double.isFinite(effort[i]) ? effort[i] : 0;
      acting[i] = Math.max(-limit, Math.min(limit, e));
    }
    return pipeline[0];
  }

  /** The last accepted command; owned by the drives. */
  public double[] accepted() {
    return pipeline[pipeline.length - 1];
  }
}
