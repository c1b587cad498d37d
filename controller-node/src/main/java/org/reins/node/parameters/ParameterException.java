package org.reins.node.parameters;

import org.reins.robot.ReinsException;

/** A parameter is not allowed. The message is one sentence for the user. */
public final class ParameterException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public ParameterException(String message) {
    super(message);
  }
}
