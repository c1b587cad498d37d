package org.reins.launch.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The results of a run.
 *
 * @param phase of the run
 * @param attempts number of attempts
 * @param world report of the robot
 * @param filter report of the controller node
 * @param planner report of the planner
 * @param policy report of the policy
 */
record PhaseResult(
    DemoCommand.Phase phase,
    int attempts,
    JsonNode world,
    JsonNode filter,
    JsonNode planner,
    JsonNode policy) {
  // Stall of the simulated robot that stops the filter, ms: a filter of 1 kHz latches its stop
  // after 100 cycles without a state.
  private static final double STALL_THAT_STOPS = 100;

  /** Whether the host withheld states from the filter for so long that it stopped. */
  boolean isEndedByTheHost() {
    return filter.get("stop_reason").asText().equals("state_stale")
        && world.get("longest_host_stall_ms").asDouble() >= STALL_THAT_STOPS;
  }

  /**
   * Whether the filtered run has violations, all of them shortly after the host suspended the
   * robot's process: its driver then takes the commands of that time late and at once.
   */
  boolean isSpoiledByTheHost() {
    if (phase != DemoCommand.Phase.FILTERED || world.get("violations").asLong() == 0) {
      return false;
    }
    for (JsonNode violation : world.get("first_violations")) {
      if (violation.get("host_stall_periods_before").asLong() == 0) {
        return false;
      }
    }
    return true;
  }
}
