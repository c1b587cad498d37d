package org.reins.node.arguments;

import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/** An argument is not allowed. The message is one sentence for the user. */
public final class ArgumentException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public ArgumentException(String message) {
    super(OneLine.of(message));
  }
}
