package org.reins.node.parameters;

import org.reins.robot.ReinsException;

/** A parameter is not what it may be; the message is one sentence for people. */
public final class ParameterException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public ParameterException(String message) {
    super(message);
  }
}
