package org.reins.node.ros;

/** The middleware refused at start-up; the message is one sentence for people. */
public final class RosException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see and what caused it. */
  public RosException(String message, Throwable cause) {
    super(message, cause);
  }
}
