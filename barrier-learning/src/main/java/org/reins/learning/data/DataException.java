package org.reins.learning.data;

import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/** A recording cannot be used. The message is one sentence for the user. */
public class DataException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public DataException(String message) {
    super(OneLine.of(message));
  }

  /** Creates an exception with a message and a cause. */
  public DataException(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}
