package org.reins.filter;

/** What the effort in a robot's joint states says of the command that it accepted last. */
public enum EffortMeaning {
  /** Not known beforehand: found out from what comes, and watched. */
  AUTO,
  /** The command that the robot accepted last, number by number. */
  ECHO,
  /** A torque that was measured, with noise and perhaps with gravity or friction in it. */
  MEASURED,
  /** Nothing: no numbers come, or none that mean a torque. */
  ABSENT
}
