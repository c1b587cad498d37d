package org.reins.filter.policy;

import org.reins.robot.ReinsException;

/** A policy's description cannot be used. The message is one sentence for the user. */
public final class PolicyFileException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public PolicyFileException(String message) {
    super(message);
  }

  /** Creates an exception with a message and a cause. */
  public PolicyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
