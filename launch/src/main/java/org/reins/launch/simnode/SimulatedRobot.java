package org.reins.launch.simnode;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A simulated robot as {@link RobotWorld} runs it: its motors, its physics, its sensors and its
 * judges. Only {@link #push} and {@link #report} may be called by threads other than the world's.
 */
interface SimulatedRobot {
  /** Starts the run at time 0. */
  void reset();

  /** Takes the newest command; returns whether one has arrived since the last call. */
  boolean take();

  /**
   * Moves the robot by one period.
   *
   * @param came whether a command arrived for it
   * @param slips periods for which the world has stood still so far
   * @param elapsed periods of real time since the last step began, at least 1: a controller that
   *     was not delayed has sent as many commands
   */
  void step(boolean came, long slips, int elapsed);

  /**
   * Publishes the sensors' measurements.
   *
   * @param stamp of the measurement, ns
   */
  void publish(long stamp);

  /** Robot time, s. */
  double time();

  /** Whether brakes or damping hold it for lack of commands. */
  boolean isStopped();

  /** Whether the run ends early. */
  default boolean isOver() {
    return false;
  }

  /** Requests a push; returns whether this robot can be pushed. From any thread. */
  default boolean push() {
    return false;
  }

  /** The commands for which it waits, in words. */
  String expects();

  /**
   * The results of the run; after its end.
   *
   * @param world that ran it
   */
  ObjectNode report(RobotWorld world);

  /** Ends the simulation. */
  void close();
}
