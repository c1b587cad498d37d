package org.reins.node.controller;

import java.util.List;

/** Whom the robot obeys, as the controller says; its codes are those of the shared file. */
enum ControllerMode {
  WAITING("waiting for a filter"),
  FOLLOWING("following the filter"),
  BRAKING("braking"),
  LATCHED("stopped until a reset"),
  READY("reset, waiting for the filter to drive");

  private static final ControllerMode[] ALL = values();
  private static final List<String> REASONS =
      List.of(
          "of an unknown cause",
          "the filter did not answer in time",
          "the filter sent a number that is not finite",
          "the filter answered a state that was not its turn",
          "a second filter sent commands",
          "the robot's measurement is not finite");

  private final String words;

  ControllerMode(String words) {
    this.words = words;
  }

  /** What the robot does, in words. */
  String words() {
    return words;
  }

  /** Whether the controller has taken the robot from the filter. */
  boolean isTaken() {
    return this == BRAKING || this == LATCHED;
  }

  /** The mode with a code; an unknown one is a stop. */
  static ControllerMode of(long code) {
    return code >= 0 && code < ALL.length ? ALL[(int) code] : LATCHED;
  }

  /** Why the controller took the robot, in words. */
  static String reason(long code) {
    return REASONS.get(code >= 0 && code < REASONS.size() ? (int) code : 0);
  }
}
