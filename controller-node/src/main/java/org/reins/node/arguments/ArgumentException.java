package org.reins.node.arguments;

import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/** An argument is not what it may be; the message is one sentence for people. */
public final class ArgumentException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public ArgumentException(String message) {
    super(OneLine.of(message));
  }
}
