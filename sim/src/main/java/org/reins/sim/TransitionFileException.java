package org.reins.sim;

/** A recording that cannot be used; the message is one sentence for people. */
public final class TransitionFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that people see. */
  public TransitionFileException(String message) {
    super(message);
  }

  /** Makes one with the sentence that people see and what caused it. */
  public TransitionFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
