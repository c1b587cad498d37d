package org.reins.node.ros;

import org.reins.robot.ReinsException;

/** The middleware refused at start-up; the message is one sentence for people. */
public final class RosException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see and what caused it. */
  public RosException(String message, Throwable cause) {
    super(message, cause);
  }
}
