package org.reins.sim;

import org.reins.robot.ReinsException;

/** A recording cannot be used. The message is one sentence for the user. */
public final class TransitionFileException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public TransitionFileException(String message) {
    super(message);
  }

  /** Creates an exception with a message and a cause. */
  public TransitionFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
