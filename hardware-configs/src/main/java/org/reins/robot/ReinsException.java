package org.reins.robot;

/**
 * What people are told of: the message is one sentence that names the thing, its value, what is
 * allowed, and the next step. All errors that come from what people give are of this kind.
 */
public class ReinsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public ReinsException(String message) {
    super(message);
  }

  /** Makes one with the sentence that people see and what caused it. */
  public ReinsException(String message, Throwable cause) {
    super(message, cause);
  }
}
