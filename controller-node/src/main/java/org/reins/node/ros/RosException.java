package org.reins.node.ros;

import org.reins.robot.ReinsException;

/** The middleware refused at start-up; the message is one sentence for people. */
public final class RosException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates one with the sentence that people see and its cause. */
  public RosException(String message, Throwable cause) {
    super(message, cause);
  }
}
