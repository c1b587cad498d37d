package org.reins.launch.faults;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The robot's side of the file that it shares with the filter: drives behind the core of
 * reins_controller. Thread-safe.
 */
interface RobotSide extends AutoCloseable {
  /** Its counters, in cycles of the robot; see sim_arm.cpp. */
  JsonNode status();

  /** Quantiles from state to command since the last call, µs. */
  JsonNode latency();

  /** Ends a stop; returns empty if done, else why not. */
  String reset() throws InterruptedException;

  /** Ends it. */
  @Override
  void close();
}
