package org.reins.learning.data;

import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/** A recording that cannot be used; the message is one sentence for people. */
public final class DataException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** With a sentence. */
  public DataException(String message) {
    super(OneLine.of(message));
  }

  /** With a sentence and what led to it. */
  public DataException(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}
