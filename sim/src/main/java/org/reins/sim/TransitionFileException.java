package org.reins.sim;

import org.reins.robot.ReinsException;

/** A recording that cannot be used; the message is one sentence for people. */
public final class TransitionFileException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public TransitionFileException(String message) {
    super(message);
  }

  /** Makes one with the sentence that people see and what caused it. */
  public TransitionFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
