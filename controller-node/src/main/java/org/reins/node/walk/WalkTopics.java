package org.reins.node.walk;

/** Topics of a walking robot that have no type of their own; names are relative. */
public final class WalkTopics {
  /** {@code sensor_msgs/Imu} of the body. */
  public static final String IMU = "imu/data";

  /**
   * {@code std_msgs/Float64MultiArray}: how hard each foot presses, N, in the robot file's order.
   */
  public static final String FEET = "foot_forces";

  /** {@code unitree_go/LowState}, in the place of joint states, body and feet. */
  public static final String LOW_STATE = "lowstate";

  /** {@code geometry_msgs/Twist} that the robot is asked for. */
  public static final String TWIST = "cmd_vel";

  /** {@code std_msgs/Float64MultiArray}: what the policy sees, 50 times a second. */
  public static final String OBSERVATION = "walk/observation";

  /** {@code std_msgs/Float64MultiArray}: what the policy answers. */
  public static final String ACTION = "walk/action";

  private WalkTopics() {}
}
