package org.reins.node.policy;

import org.reins.robot.ReinsException;

/** A policy that cannot be used; the message is one sentence for people. */
public final class PolicyException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see and what caused it. */
  public PolicyException(String message, Throwable cause) {
    super(message, cause);
  }
}
