package org.reins.node.policy;

import org.reins.robot.ReinsException;

/** A policy cannot be used. The message is one sentence for the user. */
public final class PolicyException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message and a cause. */
  public PolicyException(String message, Throwable cause) {
    super(message, cause);
  }
}
