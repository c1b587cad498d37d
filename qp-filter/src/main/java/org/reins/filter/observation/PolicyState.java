package org.reins.filter.observation;

import org.reins.robot.model.RobotModel;

/**
 * All that a policy may see, in the robot's joint order; allocated once and overwritten by whoever
 * runs the policy before each action.
 */
public final class PolicyState {
  /** Time since the policy began, s. */
  public double time;

  /** Joint positions, rad. */
  public final double[] q;

  /** Joint velocities, rad/s. */
  public final double[] qd;

  /** Measured joint torques, N·m. */
  public final double[] effort;

  /** Orientation of the base in the world, unit quaternion w x y z. */
  public final double[] quaternion = {1, 0, 0, 0};

  /** Angular velocity of the base in base axes, rad/s. */
  public final double[] angular = new double[3];

  /** Linear velocity of the base's origin in base axes, m/s. */
  public final double[] linear = new double[3];

  /** Height of the base's origin over the ground, m. */
  public double height;

  /** Commanded twist: along x and y of the base, m/s, and about its z, rad/s. */
  public final double[] twist = new double[3];

  /** Commanded position of the tool in the base frame, m. */
  public final double[] goal = new double[3];

  /** Commanded orientation of the tool in the base frame, unit quaternion w x y z. */
  public final double[] goalQuaternion = {1, 0, 0, 0};

  /** Commanded joint positions, rad. */
  public final double[] goalJoints;

  /** Measured force, N, and torque, N·m, in the axes of the sensor. */
  public final double[] wrench = new double[6];

  /** Distances of a range scanner, m; as many as the policy's description says. */
  public final double[] ranges;

  /** Heights around the robot, m; as many as the policy's description says. */
  public final double[] heights;

  /** Makes the state of a robot at rest, without scans. */
  public PolicyState(RobotModel robot) {
    this(robot, 0, 0);
  }

  /**
   * Makes the state of a robot at rest.
   *
   * @param ranges numbers of its range scan
   * @param heights numbers of its height scan
   */
  public PolicyState(RobotModel robot, int ranges, int heights) {
    this.ranges = new double[ranges];
    this.heights = new double[heights];
    goalJoints = robot.posture().clone();
    q = robot.posture().clone();
    qd = new double[robot.dof()];
    effort = new double[robot.dof()];
  }
}
