package org.reins.node.walk;

/** Topics of a walking robot without a dedicated message type; names are relative. */
public final class WalkTopics {
  /** {@code sensor_msgs/Imu} of the body. */
  public static final String IMU = "imu/data";

  /**
   * {@code std_msgs/Float64MultiArray}: normal force of each foot, N, in the robot file's order.
   */
  public static final String FEET = "foot_forces";

  /** {@code unitree_go/LowState}, in place of joint states, body and feet. */
  public static final String LOW_STATE = "lowstate";

  /** {@code geometry_msgs/Twist}: the commanded twist. */
  public static final String TWIST = "cmd_vel";

  /** {@code std_msgs/Float64MultiArray}: the policy's observation, 50 times a second. */
  public static final String OBSERVATION = "walk/observation";

  /** {@code std_msgs/Float64MultiArray}: the policy's action. */
  public static final String ACTION = "walk/action";

  private WalkTopics() {}
}
