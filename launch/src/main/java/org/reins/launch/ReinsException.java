package org.reins.launch;

/** A command that cannot be carried out; the message is one sentence for people. */
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
