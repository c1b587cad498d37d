package org.reins.sim;

import java.util.List;

/**
 * Effect of a kind of driver on states and commands. Losses and latencies are drawn for each
 * message. Noise and rounding are those of joints that turn; 0.2 m of a joint that slides count as
 * 1 rad.
 *
 * @param name name on the command line
 * @param effort meaning of the effort in a state
 * @param effortNoise standard deviation of a measured effort, N·m
 * @param singlePrecision whether numbers pass through a {@code float}
 * @param positionStep positions are rounded to multiples of this, rad; 0 for no rounding
 * @param velocityStep the same for velocities, rad/s
 * @param latency time from a measurement to its arrival, s, 0 to 0.02
 * @param late share of states that arrive one more period late, 0 to 0.5
 * @param stateLoss share of states that never arrive, 0 to 0.5
 * @param commandLoss share of commands that never arrive, 0 to 0.5
 */
public record DriverProfile(
    String name,
    Effort effort,
    double effortNoise,
    boolean singlePrecision,
    double positionStep,
    double velocityStep,
    double latency,
    double late,
    double stateLoss,
    double commandLoss) {

  /** What a driver reports as the effort of a joint state. */
  public enum Effort {
    /** The last accepted command. */
    ECHO,
    /** The measured acting torque. */
    MEASURED,
    /**
     * The measured torque including gravity compensation, whether the robot or the filter adds it.
     */
    MEASURED_WITH_GRAVITY,
    /** No numbers. */
    NONE
  }

  /** Exact, immediate and complete. No real robot behaves like this. */
  public static final DriverProfile IDEAL =
      new DriverProfile("ideal", Effort.ECHO, 0, false, 0, 0, 0, 0, 0, 0);

  /** A joint_state_broadcaster of ros2_control together with an effort controller. */
  public static final DriverProfile BROADCASTER =
      new DriverProfile(
          "broadcaster", Effort.MEASURED, 0.03, true, 0, 0, 0.001, 0.01, 0.001, 0.001);

  /** franka_ros2: the effort is the link-side torque, which includes gravity. */
  public static final DriverProfile FRANKA =
      new DriverProfile(
          "franka", Effort.MEASURED_WITH_GRAVITY, 0.05, false, 0, 0, 0.002, 0.01, 0.001, 0.001);

  /** ur_robot_driver: no effort in N·m, finite encoder resolution, more latency. */
  public static final DriverProfile UR =
      new DriverProfile("ur", Effort.NONE, 0, false, 2e-5, 1e-4, 0.004, 0.02, 0.002, 0.002);

  /** Unitree's LowState: single precision, an estimated torque. */
  public static final DriverProfile UNITREE =
      new DriverProfile(
          "unitree", Effort.MEASURED, 0.2, true, 2e-5, 1e-3, 0.005, 0.02, 0.001, 0.001);

  /** All profiles. */
  public static final List<DriverProfile> ALL = List.of(IDEAL, BROADCASTER, FRANKA, UR, UNITREE);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public DriverProfile {
    require("effort noise", effortNoise, 0, 100);
    require("position step", positionStep, 0, 0.1);
    require("velocity step", velocityStep, 0, 1);
    require("latency", latency, 0, 0.02);
    require("share of late states", late, 0, 0.5);
    require("state loss", stateLoss, 0, 0.5);
    require("command loss", commandLoss, 0, 0.5);
  }

  private static void require(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          what + " is " + value + ": allowed is " + least + " to " + most);
    }
  }

  /**
   * The profile with a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the profiles
   */
  public static DriverProfile of(String name) {
    return ALL.stream()
        .filter(p -> p.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "driver is "
                        + name
                        + ": allowed is "
                        + ALL.stream().map(DriverProfile::name).toList()));
  }
}
