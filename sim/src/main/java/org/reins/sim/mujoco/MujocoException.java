package org.reins.sim.mujoco;

import org.reins.robot.ReinsException;

/** MuJoCo cannot be used. The message is one sentence for the user. */
public final class MujocoException extends ReinsException {
  private static final long serialVersionUID = 1;

  MujocoException(String message) {
    super(message);
  }

  MujocoException(String message, Throwable cause) {
    super(message, cause);
  }
}
