package org.reins.launch.simnode;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A simulated robot as {@link RobotWorld} runs it: its motors, its physics, its sensors and its
 * judges. But for {@link #push} and {@link #report} the world's thread alone calls this.
 */
interface SimulatedRobot {
  /** Begins the run at time 0. */
  void reset();

  /** Takes the newest command; whether one came since the last call. */
  boolean take();

  /**
   * Moves the robot by one period.
   *
   * @param came whether a command came for it
   * @param slips periods that the world stood still so far
   */
  void step(boolean came, long slips);

  /**
   * Publishes what its sensors measure.
   *
   * @param stamp of the measurement, ns
   */
  void publish(long stamp);

  /** Robot time, s. */
  double time();

  /** Whether brakes or damping hold it for want of commands. */
  boolean isStopped();

  /** Whether the run ends before its time. */
  default boolean isOver() {
    return false;
  }

  /** Asks for a push; whether this robot can be pushed. From any thread. */
  default boolean push() {
    return false;
  }

  /** The commands that it waits for, in words. */
  String expects();

  /**
   * What the run has shown; after its end.
   *
   * @param world that ran it
   */
  ObjectNode report(RobotWorld world);

  /** Ends the simulation. */
  void close();
}
