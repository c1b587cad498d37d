package org.reins.sim.gazebo;

import org.reins.robot.ReinsException;

/** Gazebo cannot be used. The message is one sentence for the user. */
public final class GazeboException extends ReinsException {
  private static final long serialVersionUID = 1;

  GazeboException(String message) {
    super(message);
  }

  GazeboException(String message, Throwable cause) {
    super(message, cause);
  }
}
