package org.reins.filter;

/**
 * What the effort in a robot's joint states says about the command that the robot accepted last.
 */
public enum EffortMeaning {
  /** Not known in advance: determined from the received efforts, and monitored. */
  AUTO,
  /** The command that the robot accepted last, value by value. */
  ECHO,
  /** A measured torque, with noise and perhaps with gravity or friction in it. */
  MEASURED,
  /** Nothing: no values arrive, or none that mean a torque. */
  ABSENT
}
