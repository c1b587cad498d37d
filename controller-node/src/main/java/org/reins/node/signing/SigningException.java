package org.reins.node.signing;

import org.reins.robot.ReinsException;

/** A key, a signature or a signed file cannot be used. The message is one sentence for the user. */
public final class SigningException extends ReinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public SigningException(String message) {
    super(message);
  }

  /** Creates an exception with a message and its cause. */
  public SigningException(String message, Throwable cause) {
    super(message, cause);
  }
}
